"""Wait for all of them.

gather makes tasks of its coroutines and returns their results in the
order of the arguments. It takes as long as the slowest. If one fails,
gather raises that exception at once; the others go on.
"""

import asyncio


class Burnt(Exception):
    pass


async def eggs():
    return await cook("eggs", 1)


async def toast():
    return await cook("toast", 2)


async def burnt_toast():
    await asyncio.sleep(2)
    raise Burnt("burnt")


async def brew():
    return await cook("tea", 3)


async def cook(dish, seconds):
    await asyncio.sleep(seconds)
    print(dish, "ready")
    return dish


async def main():
    # --- core
    breakfast = await asyncio.gather(toast(), eggs())
    print("breakfast:", breakfast)

    tea = asyncio.create_task(brew(), name="tea")
    try:
        await asyncio.gather(tea, burnt_toast(), eggs())
    except Burnt as err:
        print("error:", err)

    cup = await tea
    print("in the cup:", cup)
    # --- end


asyncio.run(main())
