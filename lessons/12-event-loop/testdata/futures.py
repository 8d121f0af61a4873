"""Where asyncio's order isn't our loop's: a future between a timer and who
sleeps, or between gather and who waits, costs a turn.
"""

import asyncio


async def sips(what, n):
    for sip in range(1, n + 1):
        if sip > 1:
            await asyncio.sleep(0)
        print(what, sip)


async def gatherer(tea):
    await asyncio.gather(tea)
    print("gatherer")


async def awaiter(tea):
    await tea
    print("awaiter")


async def sleeper():
    await asyncio.sleep(1)
    print("slept")


async def busy():
    late = asyncio.get_running_loop().time() + 2
    asyncio.get_running_loop().time = lambda: late  # as if it had worked
    await sips("busy", 3)


async def main():
    tea = asyncio.create_task(sips("tea", 2))
    one, two = asyncio.create_task(gatherer(tea)), asyncio.create_task(awaiter(tea))
    await one
    await two
    one, two = asyncio.create_task(sleeper()), asyncio.create_task(busy())
    await one
    await two


asyncio.run(main())
