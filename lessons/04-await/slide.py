"""One after the other.

To await a coroutine is to call it: it runs to its end, then the next
line does. Two in a row take as long as both together.
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
