"""An echo in Python. It creates a file, so that the test knows it was started."""

import asyncio
import os
import sys


async def echo(reader, writer):
    async for line in reader:
        writer.write(line)
    writer.close()


async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    with open(os.environ["ASKED"], "w"):
        print("listening on %s:%d" % server.sockets[0].getsockname())
    await server.serve_forever()


try:
    asyncio.run(main())
except KeyboardInterrupt:
    sys.exit()
