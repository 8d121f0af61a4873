"""Describe first, run later.

brew() runs nothing: it returns a coroutine object. await runs this
object at once and returns its result. No task is needed for it.
"""

import asyncio


async def brew():
    print("kettle on")
    await asyncio.sleep(1)
    return "green tea"


async def main():
    # --- core
    tea = brew()
    print("main holds:", type(tea))

    await asyncio.sleep(2)

    cup = await tea
    print("main drinks", cup)
    # --- end


asyncio.run(main())
