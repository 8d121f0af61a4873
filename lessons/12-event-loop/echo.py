"""The echo server that slide.py -addr runs on its loop."""

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
    with socket.create_server((host, int(port))) as door:
        print("listening on %s:%d" % door.getsockname(), flush=True)
        door.setblocking(False)
        while True:
            await until(selector, door, EVENT_READ)
            with suppress(BlockingIOError):
                guest, _ = door.accept()
                spawn(echo(guest, selector))


async def echo(guest, selector):
    guest.setblocking(False)
    with guest, suppress(ConnectionError):
        while True:
            await until(selector, guest, EVENT_READ)
            heard = guest.recv(4096)
            if not heard:
                return
            while heard:
                await until(selector, guest, EVENT_WRITE)
                heard = heard[guest.send(heard):]


@coroutine
def until(selector, sock, event):
    yield lambda task: selector.register(sock, event, task)
