"""Limits, cancellation and values, the asyncio way.

A timeout is a block of code, a cancellation is sent to a task, and a
value is kept in a context variable. Nothing of it is an argument.
"""

import asyncio
from contextvars import ContextVar

guest = ContextVar("guest")


async def cook(dish, seconds):
    await asyncio.sleep(seconds)
    print(dish, "for", guest.get())


async def main():
    loop = asyncio.get_running_loop()
    # --- core
    guest.set("Ada")

    try:
        async with asyncio.timeout(3):
            async with asyncio.timeout(5):
                await cook("roast", 4)
    except TimeoutError as err:
        print("roast:", repr(err))

    toast = asyncio.create_task(cook("toast", 2))
    loop.call_later(1, toast.cancel, "no bread left")
    try:
        await toast
    except asyncio.CancelledError as err:
        print("toast:", repr(err))
        print("cause:", err)

    await cook("tea", 1)
    # --- end


asyncio.run(main())
