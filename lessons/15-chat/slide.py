"""Tell everybody else.

write never waits: what the socket does not take, the loop sends later.
"""

import argparse
import asyncio
from contextlib import suppress
from unicodedata import category

guests = {}  # by writer: the name, or None


# --- core
def say(me, text):
    line = f"{text}\n".encode()
    for writer, name in guests.items():
        if name and writer is not me:
            writer.write(line)


async def listen(me, reader):
    async for line in lines(reader):
        if line is None:
            tell(me, "* too long: at most 1000 bytes")
        elif not guests[me]:
            welcome(me, line)
        elif line:
            say(me, f"{guests[me]}: {line}")
# --- end


def tell(writer, text):
    writer.write(f"{text}\n".encode())


async def lines(reader):
    long = False  # such a line comes as None
    with suppress(asyncio.IncompleteReadError, OSError):
        while True:
            try:
                line = await reader.readuntil()
                if not long:
                    yield clean(line)
                long = False
            except asyncio.LimitOverrunError as err:
                if not long:
                    yield None
                await reader.readexactly(err.consumed)
                long = True


def clean(line):
    text = line.decode(errors="surrogateescape").rstrip("\r\n")
    if text.isascii() and text.isprintable():
        return text
    shown, marks = "", 0  # on one letter
    for c in text:
        marks = marks + 1 if category(c) in ("Mn", "Me") else 0
        shown += c if c.isprintable() and marks <= 4 else "\ufffd"
    return shown


def isname(text):
    plain = all(c.isalpha() or c.isdecimal() for c in text)
    blank = set(text) & set("\u115f\u1160\u3164\uffa0")
    return plain and not blank and 1 <= len(text) <= 20


def welcome(me, name):
    if not isname(name):
        tell(me, "* a name has 1 to 20 letters or digits; yours?")
    elif name in guests.values():
        tell(me, f"* {name} is taken; what's your name?")
    else:
        guests[me] = name
        here = len(list(filter(None, guests.values())))
        tell(me, f"* welcome, {name} ({here} here)")
        say(me, f"* {name} joins")


async def guest(reader, writer):
    guests[writer] = None
    tell(writer, "* what's your name?")
    await listen(writer, reader)
    if name := guests.pop(writer, None):
        say(writer, f"* {name} leaves")
    writer.close()


async def main(host, port):
    server = await asyncio.start_server(guest, host, port, limit=1000)
    print("listening on %s:%s" % server.sockets[0].getsockname())
    try:
        await asyncio.Event().wait()  # Ctrl-C
    finally:
        server.close()
        for writer in guests:
            tell(writer, "* the chat closes")
            writer.close()
        ends = [asyncio.create_task(w.wait_closed()) for w in guests]
        guests.clear()
        if ends:  # the guests have four seconds to hear it
            await asyncio.wait(ends, timeout=4)


parser = argparse.ArgumentParser()
parser.add_argument("-addr", required=True, help="127.0.0.1:8888")
with suppress(KeyboardInterrupt):
    asyncio.run(main(*parser.parse_args().addr.rsplit(":", 1)))
