"""Wait, but not forever.

wait_for limits how long work may take. When the time is up it cancels
the work, waits until the work has stopped, and raises TimeoutError. A
shield is cancelled instead of the task behind it.
"""

import asyncio


async def cook(dish, seconds):
    await asyncio.sleep(seconds)
    print(dish, "ready")
    return dish


async def knead():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        print("dough cancelled, cleans up")
        await asyncio.sleep(2)
        raise
    return "dough"


async def main():
    # --- core
    roast = asyncio.create_task(cook("roast", 3600))
    try:
        await asyncio.wait_for(roast, timeout=1)
    except TimeoutError:  # asyncio.TimeoutError is the same
        print("roast: timeout!")

    dough = asyncio.create_task(knead())
    try:
        await asyncio.wait_for(dough, timeout=1)
    except TimeoutError:
        print("dough: timeout!")

    tea = asyncio.create_task(cook("tea", 3))
    try:
        await asyncio.wait_for(asyncio.shield(tea), timeout=1)
    except TimeoutError:
        print("tea: timeout!")
    print("in the cup:", await tea)
    # --- end


asyncio.run(main())
