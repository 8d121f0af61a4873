"""One after the other.

await runs the coroutine to its end, and then the next line runs. Two in
a row take the sum of both times.
"""

import asyncio


async def cook(dish, seconds):
    await asyncio.sleep(seconds)
    print(dish, "ready")
    return dish


async def main():
    # --- core
    eggs = cook("eggs", 1)
    tea = cook("tea", 2)

    plate = await eggs
    cup = await tea
    print(f"breakfast: {plate}, {cup}")
    # --- end


asyncio.run(main())
