"""Write as if you were alone.

Each connection has a coroutine of its own, which reads, writes and
awaits, with no callback in sight. The event loop asks a selector behind
your back. The server is open for as long as async with runs its body.
"""

import argparse
import asyncio
from contextlib import suppress

LIMIT = 4096  # bytes in a line, without its newline
PATIENCE = 5 * 60  # seconds for a line to come
MOMENT = 2  # seconds for the clients, when the server closes

guests = {}  # the writer, by task


async def serve(host, port):
    # --- core
    async def echo(reader, writer):
        async for line in lines(reader, writer):
            writer.write(line)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(
        echo, host, port, limit=LIMIT)
    print("listening on %s:%d" %
          server.sockets[0].getsockname())

    async with server:
        await server.serve_forever()
    # --- end


async def lines(reader, writer):
    """Yields each line, to the end of what the client has to say."""
    me = asyncio.current_task()
    guests[me] = writer
    me.add_done_callback(guests.pop)
    try:
        while True:
            async with asyncio.timeout(PATIENCE):
                line = await read_line(reader, writer)
            yield line
    except asyncio.IncompleteReadError as end:
        if end.partial:
            yield end.partial
    except TimeoutError:
        writer.write(b"You said nothing for 5m0s. Goodbye!\n")
    except ConnectionError:
        pass  # it has vanished


async def read_line(reader, writer):
    try:
        return await reader.readuntil()
    except asyncio.LimitOverrunError as overrun:
        await reader.readexactly(overrun.consumed)
    writer.write(b"A line has at most %d bytes.\n" % LIMIT)
    with suppress(asyncio.IncompleteReadError):  # it ends there
        while True:
            try:
                await reader.readuntil()
                break
            except asyncio.LimitOverrunError as overrun:
                await reader.readexactly(overrun.consumed)
    return b""


async def main(host, port):
    """Ends serve at Ctrl-C, which would cut the clients off, or since
    Python 3.12 wait for them, however long they stay."""
    serving = asyncio.create_task(serve(host, port))
    try:
        await asyncio.shield(serving)
    finally:
        serving.cancel()
        await asyncio.wait({serving, *guests}, timeout=MOMENT)
        for writer in guests.values():
            writer.close()
        await asyncio.wait({serving, *guests})


parser = argparse.ArgumentParser()
parser.add_argument("-addr", required=True, help="127.0.0.1:8888")
host, port = parser.parse_args().addr.rsplit(":", 1)
with suppress(KeyboardInterrupt):
    asyncio.run(main(host, int(port)))
