"""Test what you can't see.

serve has every dish cooked at once and carries each to its guest. The
same bugs as in Go, and what Python's tools say of them: bugs.py.
"""

import asyncio


async def serve(orders, carry):
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
            carry(guest, dish)
            served += 1
    return served
    # --- end


def carry(guest, dish):
    print(dish, "for guest", guest + 1)


async def main():
    breakfast = [("tea", 3), ("toast", 2), ("eggs", 1)]
    print("served:", await serve(breakfast, carry))

    lunch = [("roast", 3), ("soup", 1)]
    try:
        await asyncio.wait_for(serve(lunch, carry), timeout=1.5)
    except TimeoutError:
        print("the second table has left")


if __name__ == "__main__":
    asyncio.run(main())
