"""Take turns, or work ahead.

An asynchronous generator and its loop take turns. A break leaves the
generator where it is: aclosing makes sure that it ends at once. Over a
queue both sides run at the same time, and the side that leaves has to
cancel the other.
"""

import asyncio
from contextlib import aclosing
from itertools import count


async def toaster():
    try:
        for n in count(1):
            await asyncio.sleep(0.5)
            print("toast", n, "ready")
            yield n
    finally:
        print("toaster off")


async def bake(counter):
    try:
        for n in count(1):
            await asyncio.sleep(0.5)
            print("bun", n, "ready")
            await counter.put(n)
    finally:
        print("baker stops")


async def eat(dish, n):
    await asyncio.sleep(1.5)
    print(dish, n, "eaten")


async def main():
    # --- core
    async with aclosing(toaster()) as toasts:
        async for n in toasts:
            await eat("toast", n)
            if n == 2:
                break

    counter = asyncio.Queue(1)
    baker = asyncio.create_task(bake(counter), name="baker")
    await eat("bun", await counter.get())
    await eat("bun", await counter.get())
    baker.cancel()
    await asyncio.wait([baker])
    # --- end


asyncio.run(main())
