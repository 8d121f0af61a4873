"""Ask who is ready.

One thread serves everybody. The selector waits for all sockets at once
and names those that are ready. Each brings its callback along, which
does what can be done without waiting, and returns.
"""

import argparse
import selectors
import socket
from contextlib import suppress
from selectors import EVENT_READ, EVENT_WRITE

sel = selectors.DefaultSelector()
outboxes = {}  # of each client: what it hasn't taken yet
inboxes = {}  # the beginning of a line


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
    if mask & EVENT_READ:
        read(client)
    if mask & EVENT_WRITE and client in outboxes:
        write(client)


def read(client):
    try:
        text = client.recv(4096)
    except BlockingIOError:
        return
    except ConnectionError:
        return close(client)
    lines, newline, rest = (inboxes[client] + text).rpartition(b"\n")
    inboxes[client] = rest
    for other in outboxes:
        if other != client and newline:
            outboxes[other] += lines + newline
            watch(other)
    if not text:
        close(client)


def write(client):
    try:
        sent = client.send(outboxes[client])
    except BlockingIOError:
        return
    except ConnectionError:
        return close(client)
    outboxes[client] = outboxes[client][sent:]
    watch(client)


def watch(client):
    events = EVENT_READ | (EVENT_WRITE if outboxes[client] else 0)
    sel.modify(client, events, data=ready)


def close(client):
    sel.unregister(client)
    client.close()
    del inboxes[client], outboxes[client]


parser = argparse.ArgumentParser()
parser.add_argument("-addr", required=True, help="127.0.0.1:8888")
host, port = parser.parse_args().addr.rsplit(":", 1)
door = socket.create_server((host, int(port)))
door.setblocking(False)
with suppress(KeyboardInterrupt), sel, door:
    print("listening on %s:%d" % door.getsockname())
    serve(door)
