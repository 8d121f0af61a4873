"""Test what you can't see.

serve starts all dishes at once and delivers each to its guest. bugs.py
has the four bugs in Python, and the tests that find them.
"""

import asyncio


async def serve(orders, deliver):
    # --- core
    ready = asyncio.Queue()

    async def cook(guest, seconds):
        await asyncio.sleep(seconds)
        await ready.put(guest)

    served = 0
    async with asyncio.TaskGroup() as cooks:
        for guest, (dish, seconds) in enumerate(orders):
            cooks.create_task(cook(guest, seconds))
        for _ in orders:
            guest = await ready.get()
            dish, _ = orders[guest]
            deliver(guest, dish)
            served += 1
    return served
    # --- end


def deliver(guest, dish):
    print(dish, "for guest", guest + 1)


async def main():
    breakfast = [("eggs", 1), ("toast", 2), ("tea", 3)]
    print("served:", await serve(breakfast, deliver))

    lunch = [("soup", 1), ("roast", 3)]
    try:
        await asyncio.wait_for(serve(lunch, deliver), timeout=1.5)
    except TimeoutError:
        print("the second table has left")


if __name__ == "__main__":
    asyncio.run(main())
