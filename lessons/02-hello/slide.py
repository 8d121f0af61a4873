"""Wait without blocking others.

main reads as if it blocked. At each await the loop can run the other
tasks, and it comes back to main when the time is over.
"""

import asyncio


async def boil(seconds):
    await asyncio.sleep(seconds)
    print("the kettle whistles")
    return "hot water"


async def main():
    # --- core
    # A task runs beside main: see lesson 05.
    kettle = asyncio.create_task(boil(1), name="kettle")

    print("Hello ...")
    await asyncio.sleep(2)
    print("... World!")
    # --- end


asyncio.run(main())
