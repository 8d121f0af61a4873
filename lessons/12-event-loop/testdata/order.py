"""Runs a random program of small steps, or the kitchen, on asyncio's own loop.
The output shows in which order CPython runs its tasks, and in which turn.
"""

import asyncio


class Burnt(Exception):
    pass


async def play(program, number):
    loop, children = asyncio.get_running_loop(), {}
    for verb, *what in program[number]:
        match verb:
            case "say":
                print(f"{number} says {what[0]} in turn {loop.turns}")
            case "sleep":
                await asyncio.sleep(what[0] / 1_000_000)
            case "work":
                work(what[0] / 1_000_000)
            case "spawn":
                children[what[0]] = asyncio.create_task(play(program, what[0]))
            case "await":
                await result_of(number, children[what[0]])
            case "gather":  # before 3.12, a task that had ended cost a turn, too
                left = [children[child] for child in what if not children[child].done()]
                await result_of(number, asyncio.gather(*left))
            case "burn":
                raise Burnt


def work(seconds):
    """Lets virtual time pass while no other task runs."""
    asyncio.get_running_loop()._selector.select(seconds)


async def result_of(number, others):
    try:
        await others
    except Burnt:
        print(f"{number} gets the error in turn {asyncio.get_running_loop().turns}")


async def count_turns():
    """Runs in the first turn, and makes the loop count the others."""
    loop = asyncio.get_running_loop()
    loop.turns, turn = 1, loop._run_once

    def one_more():
        loop.turns += 1
        turn()

    loop._run_once = one_more


async def counted(main):
    await count_turns()
    await main


async def kitchen():
    hello = asyncio.create_task(say_after(1, "hello"))
    world = asyncio.create_task(say_after(2, "world"))
    asyncio.create_task(busy())
    await hello
    await world
    print(asyncio.get_running_loop().turns, "turns")


async def busy():
    work(1.5)


async def say_after(delay, what):
    await asyncio.sleep(delay)
    print(what)
