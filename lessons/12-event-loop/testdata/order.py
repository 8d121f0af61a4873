"""Plays PROGRAM, which is made of small steps, on asyncio's own loop: so
we see in which order CPython takes its tasks.
"""

import asyncio


async def play(number):
    children = {}
    for verb, what in PROGRAM[number]:
        match verb:
            case "say":
                print(number, "says", what)
            case "sleep":
                await asyncio.sleep(what / 1_000_000)
            case "spawn":
                children[what] = asyncio.create_task(play(what))
            case "await":
                await children[what]
