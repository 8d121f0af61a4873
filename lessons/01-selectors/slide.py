"""Wait for many sockets at once.

One thread serves all clients. The selector waits for all sockets and
returns those that are ready. Each is registered with a callback, which
does what it can do without waiting, and returns.
"""

import argparse
import signal
import socket
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from time import monotonic

sel = DefaultSelector()
outboxes = {}  # by client: what it has not taken yet
inboxes = {}  # by client that still talks: the beginning of a line


def serve(listener):
    # --- core
    sel.register(listener, EVENT_READ, data=accept)
    while True:
        for key, mask in sel.select():
            callback = key.data
            callback(key.fileobj, mask)
    # --- end


def accept(listener, mask):
    client, _ = listener.accept()
    client.setblocking(False)
    inboxes[client] = b""
    outboxes[client] = b"Welcome!\n"
    sel.register(client, EVENT_READ | EVENT_WRITE, data=handle)


def handle(client, mask):
    try:
        if mask & EVENT_READ:
            read(client)
        if mask & EVENT_WRITE and client in outboxes:
            write(client)
    except BlockingIOError:
        pass  # the selector will return it again
    except OSError:
        close(client)


def read(client):
    text = client.recv(4096)
    broadcast(client, text or inboxes[client] and b"\n")
    if not text:  # but it may still listen
        del inboxes[client]
        watch(client)


def broadcast(client, text):
    lines, newline, rest = (inboxes[client] + text).rpartition(b"\n")
    inboxes[client] = rest
    for other in inboxes.keys() - {client}:
        outboxes[other] += lines + newline
        watch(other)  # there is something to write: wait for room


def write(client):
    sent = client.send(outboxes[client])
    outboxes[client] = outboxes[client][sent:]
    watch(client)  # perhaps there is nothing to write any more


def watch(client):
    events = EVENT_READ if client in inboxes else 0
    events |= EVENT_WRITE if outboxes[client] else 0
    if not events:
        return close(client)
    sel.modify(client, events, data=handle)


def close(client):
    sel.unregister(client)
    client.close()
    inboxes.pop(client, None)
    del outboxes[client]


def goodbye(alarm, mask):
    sel.unregister(alarm)
    sel.unregister(listener)
    while inboxes:
        client, _ = inboxes.popitem()
        outboxes[client] += b"The chat is over.\n"
        watch(client)
    end = monotonic() + 2  # to take it
    while outboxes and monotonic() < end:
        for key, mask in sel.select(end - monotonic()):
            handle(key.fileobj, mask)
    raise SystemExit


parser = argparse.ArgumentParser()
parser.add_argument("-addr", required=True, help="127.0.0.1:8888")
host, port = parser.parse_args().addr.rsplit(":", 1)
listener = socket.create_server((host, int(port)))
listener.setblocking(False)
alarm, bell = socket.socketpair()  # Ctrl-C wakes the selector
signal.signal(signal.SIGINT, lambda *_: bell.send(b"!"))
with sel, listener, alarm, bell:
    print("listening on %s:%d" % listener.getsockname())
    sel.register(alarm, EVENT_READ, data=goodbye)
    serve(listener)
