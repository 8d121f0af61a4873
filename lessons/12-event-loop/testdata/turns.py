"""The kitchen on asyncio's own loop, which is made to count its turns."""

import asyncio


async def say_after(delay, what):
    await asyncio.sleep(delay)
    print(what)


async def main():
    await count_turns()
    hello = asyncio.create_task(say_after(1, "hello"))
    world = asyncio.create_task(say_after(2, "world"))
    await hello
    await world
    print(asyncio.get_running_loop().turns, "turns")


async def count_turns():
    """Runs in the first turn, and has the loop count the others."""
    loop = asyncio.get_running_loop()
    loop.turns, turn = 1, loop._run_once

    def counted():
        loop.turns += 1
        turn()

    loop._run_once = counted


asyncio.run(main())
