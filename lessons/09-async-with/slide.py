"""Turn the stove off, always.

async with awaits __aenter__, runs the body, and awaits __aexit__,
however the body ends. A cancellation is raised only once, so __aexit__
may await. The lines after the block wait for it.
"""

import asyncio


class Burnt(Exception):
    pass


class Stove:
    async def __aenter__(self):
        await self.heat(1, "stove on")
        return self

    async def __aexit__(self, exc_type, exc, tb):
        await self.heat(1, "stove off")

    async def heat(self, seconds, done):
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            print("cancelled")
            raise
        print(done)


async def fry(stove):
    await stove.heat(1, "eggs ready")


async def burn(stove):
    await stove.heat(1, "eggs burnt")
    raise Burnt("burnt")


async def stew(stove):
    await stove.heat(3600, "stew ready")


async def main():
    # --- core
    async with Stove() as stove:
        await fry(stove)

    try:
        async with Stove() as stove:
            await burn(stove)
    except Burnt as err:
        print("main gets:", err)

    try:
        async with asyncio.timeout(2), Stove() as stove:
            await stew(stove)
    except TimeoutError:
        print("main gets: timeout")
    # --- end


asyncio.run(main())
