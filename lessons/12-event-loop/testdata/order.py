"""Plays a program that is made of small steps, or the kitchen, on asyncio's
own loop: so we see in which order CPython takes its tasks, and in which turn.
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
            case "work":  # time goes by, and nobody else has a turn
                loop._selector.select(what[0] / 1_000_000)
            case "spawn":
                children[what[0]] = asyncio.create_task(play(program, what[0]))
            case "await":
                await hears(number, children[what[0]])
            case "gather":  # before 3.12, who had ended cost a turn, too
                left = [children[child] for child in what if not children[child].done()]
                await hears(number, asyncio.gather(*left))
            case "burn":
                raise Burnt


async def hears(number, others):
    try:
        await others
    except Burnt:
        print(f"{number} hears that it's burnt in turn {asyncio.get_running_loop().turns}")


async def count_turns():
    """Runs in the first turn, and has the loop count the others."""
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
    await hello
    await world
    print(asyncio.get_running_loop().turns, "turns")


async def say_after(delay, what):
    await asyncio.sleep(delay)
    print(what)
