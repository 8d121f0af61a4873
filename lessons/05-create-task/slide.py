"""Start now, await later.

create_task gives the coroutine to the loop, which starts it when main
next waits. await waits until the task has ended and returns its result.
"""

import asyncio


async def cook(dish, seconds):
    await asyncio.sleep(seconds)
    print(dish, "ready")
    return dish


async def lay_table(seconds):
    await asyncio.sleep(seconds)
    print("table laid")


async def main():
    # --- core
    eggs = asyncio.create_task(cook("eggs", 1), name="eggs")
    tea = asyncio.create_task(cook("tea", 2), name="tea")

    await lay_table(1.5)
    plate = await eggs
    cup = await tea
    print(f"breakfast: {plate}, {cup}")
    # --- end


asyncio.run(main())
