"""Write as if for one client.

Each connection has a coroutine of its own, which reads, writes and
awaits, without a callback. Inside, the event loop asks a selector. The
server listens while async with runs its body.
"""

import argparse
import asyncio
from contextlib import suppress

LIMIT = 4096  # bytes in a line, without its newline
READ_TIMEOUT = 5 * 60  # seconds for the next line to arrive
GRACE = 2  # seconds for the clients, when the server closes

clients = {}  # the writer, by task


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
    """Yields each line until the client says no more."""
    me = asyncio.current_task()
    clients[me] = writer
    me.add_done_callback(clients.pop)
    try:
        while True:
            async with asyncio.timeout(READ_TIMEOUT):
                line = await read_line(reader, writer)
            yield line
    except asyncio.IncompleteReadError as end:
        if end.partial:
            yield end.partial
    except TimeoutError:
        writer.write(b"You said nothing for 5m0s. Goodbye!\n")
    except ConnectionError:
        pass  # the client has vanished


async def read_line(reader, writer):
    try:
        return await reader.readuntil()
    except asyncio.LimitOverrunError as overrun:
        await reader.readexactly(overrun.consumed)
    writer.write(b"A line has at most %d bytes.\n" % LIMIT)
    with suppress(asyncio.IncompleteReadError):  # the end
        while True:
            try:
                await reader.readuntil()
                break
            except asyncio.LimitOverrunError as overrun:
                await reader.readexactly(overrun.consumed)
    return b""


async def main(host, port):
    """Ends serve at Ctrl-C. That alone cuts the clients off or, since
    Python 3.12, waits for them, however long they stay."""
    serving = asyncio.create_task(serve(host, port))
    try:
        await asyncio.shield(serving)
    finally:
        serving.cancel()
        await asyncio.wait({serving, *clients}, timeout=GRACE)
        for writer in clients.values():
            writer.close()
        await asyncio.wait({serving, *clients})


parser = argparse.ArgumentParser()
parser.add_argument("-addr", required=True, help="127.0.0.1:8888")
host, port = parser.parse_args().addr.rsplit(":", 1)
with suppress(KeyboardInterrupt):
    asyncio.run(main(host, int(port)))
