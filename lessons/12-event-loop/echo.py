"""The echo server that slide.py runs with -addr."""

import argparse
import signal
import socket
import sys
from contextlib import suppress
from selectors import EVENT_READ, EVENT_WRITE
from types import coroutine


def address():
    parser = argparse.ArgumentParser()
    parser.add_argument("-addr", help="echo at 127.0.0.1:PORT")
    return parser.parse_args().addr


async def serve(addr, spawn, selector):
    signal.signal(signal.SIGINT, lambda *_: sys.exit())
    host, _, port = addr.rpartition(":")
    with socket.create_server((host, int(port))) as listener:
        print("listening on %s:%d" % listener.getsockname(), flush=True)
        listener.setblocking(False)
        while True:
            await until(selector, listener, EVENT_READ)
            with suppress(BlockingIOError):
                client, _ = listener.accept()
                spawn(echo(client, selector))


async def echo(client, selector):
    client.setblocking(False)
    with client, suppress(ConnectionError):
        while True:
            await until(selector, client, EVENT_READ)
            data = client.recv(4096)
            if not data:
                return
            while data:
                await until(selector, client, EVENT_WRITE)
                data = data[client.send(data):]


@coroutine
def until(selector, sock, event):
    yield lambda task: selector.register(sock, event, task)
