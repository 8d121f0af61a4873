"""A chat that hands on each piece at once, as the lecture's does."""

import argparse
import socket
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector

sel = DefaultSelector()
outboxes = {}


def accept(listener, mask):
    client, _ = listener.accept()
    client.setblocking(False)
    outboxes[client] = b"Welcome!\n"
    sel.register(client, EVENT_READ | EVENT_WRITE, data=handle)


def handle(client, mask):
    if mask & EVENT_READ:
        piece = client.recv(10)  # a line, a part of one, or parts of two
        if not piece:
            sel.unregister(client)
            client.close()
            del outboxes[client]
            return
        for other in outboxes.keys() - {client}:
            outboxes[other] += piece
            sel.modify(other, EVENT_READ | EVENT_WRITE, data=handle)
    if mask & EVENT_WRITE:
        sent = client.send(outboxes[client])
        outboxes[client] = outboxes[client][sent:]
        if not outboxes[client]:
            sel.modify(client, EVENT_READ, data=handle)


parser = argparse.ArgumentParser()
parser.add_argument("-addr", required=True)
host, port = parser.parse_args().addr.rsplit(":", 1)
listener = socket.create_server((host, int(port)))
print("listening on %s:%d" % listener.getsockname())
sel.register(listener, EVENT_READ, data=accept)
while True:
    events = sel.select()
    print("events:", events)
    for key, mask in events:
        key.data(key.fileobj, mask)
