"""Wait, and stop nobody.

main reads as if it blocked. At each await it says: I'm waiting now, let
the others work. The loop does, and comes back when the time has come.
"""

import asyncio


async def boil(seconds):
    await asyncio.sleep(seconds)
    print("the kettle whistles")


async def main():
    # --- core
    # A task works beside us: lesson 05 is about it.
    kettle = asyncio.create_task(boil(1), name="kettle")

    print("Hello ...")
    await asyncio.sleep(2)
    print("... World!")
    # --- end


asyncio.run(main())
