"""Wait for all of them.

gather makes tasks of the coroutines it gets, and hands back the results
in the order of its arguments. One failure is raised at once; the others
cook on.
"""

import asyncio


class Burnt(Exception):
    pass


async def cook(dish, seconds):
    await asyncio.sleep(seconds)
    print(dish, "ready")
    return dish


async def burn(dish, seconds):
    await asyncio.sleep(seconds)
    print(dish, "burnt")
    raise Burnt("burnt")


async def main():
    # --- core
    tea = asyncio.create_task(cook("tea", 3), name="tea")
    eggs = asyncio.create_task(cook("eggs", 1), name="eggs")
    burnt = burn("toast", 2)
    toast = cook("toast", 2)

    try:
        await asyncio.gather(tea, burnt, eggs)
    except Burnt as err:
        print("main hears:", err)

    breakfast = await asyncio.gather(tea, toast, eggs)
    print("breakfast:", ", ".join(breakfast))
    # --- end


asyncio.run(main())
