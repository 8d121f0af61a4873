"""Ask who is ready.

One thread serves everybody. The selector waits for all sockets at once
and names those that are ready. Each brings its callback along, which
does what can be done without waiting, and returns.
"""

import argparse
import signal
import socket
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from time import monotonic

sel = DefaultSelector()
outboxes = {}  # of each client: what it hasn't taken yet
inboxes = {}  # of who still talks: the beginning of a line


def serve(door):
    # --- core
    sel.register(door, EVENT_READ, data=welcome)
    while True:
        for key, mask in sel.select():
            callback = key.data
            callback(key.fileobj, mask)
    # --- end


def welcome(door, mask):
    client, _ = door.accept()
    client.setblocking(False)
    inboxes[client] = b""
    outboxes[client] = b"Welcome!\n"
    sel.register(client, EVENT_READ | EVENT_WRITE, data=ready)


def ready(client, mask):
    try:
        if mask & EVENT_READ:
            read(client)
        if mask & EVENT_WRITE and client in outboxes:
            write(client)
    except BlockingIOError:
        pass  # the selector will name it again
    except OSError:
        close(client)


def read(client):
    text = client.recv(4096)
    say(client, text or inboxes[client] and b"\n")
    if not text:  # but it may still listen
        del inboxes[client]
        watch(client)


def say(client, text):
    lines, newline, rest = (inboxes[client] + text).rpartition(b"\n")
    inboxes[client] = rest
    for other in inboxes.keys() - {client}:
        outboxes[other] += lines + newline
        watch(other)


def write(client):
    sent = client.send(outboxes[client])
    outboxes[client] = outboxes[client][sent:]
    watch(client)


def watch(client):
    events = EVENT_READ if client in inboxes else 0
    events |= EVENT_WRITE if outboxes[client] else 0
    if not events:
        return close(client)
    sel.modify(client, events, data=ready)


def close(client):
    sel.unregister(client)
    client.close()
    inboxes.pop(client, None)
    del outboxes[client]


def goodbye(alarm, mask):
    sel.unregister(alarm)
    sel.unregister(door)
    while inboxes:
        client, _ = inboxes.popitem()
        outboxes[client] += b"The chat is over.\n"
        watch(client)
    end = monotonic() + 2  # to take it
    while outboxes and monotonic() < end:
        for key, mask in sel.select(end - monotonic()):
            ready(key.fileobj, mask)
    raise SystemExit


parser = argparse.ArgumentParser()
parser.add_argument("-addr", required=True, help="127.0.0.1:8888")
host, port = parser.parse_args().addr.rsplit(":", 1)
door = socket.create_server((host, int(port)))
door.setblocking(False)
alarm, bell = socket.socketpair()  # Ctrl-C wakes the selector
signal.signal(signal.SIGINT, lambda *_: bell.send(b"!"))
with sel, door, alarm, bell:
    print("listening on %s:%d" % door.getsockname())
    sel.register(alarm, EVENT_READ, data=goodbye)
    serve(door)
