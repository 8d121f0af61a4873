"""See who is done, who is not.

wait only watches. It hands back two sets, the tasks that are done and
those that are pending. Its timeout ends the wait, never the tasks.
"""

import asyncio


class Burnt(Exception):
    pass


async def cook(seconds):
    await asyncio.sleep(seconds)


async def burn(seconds):
    await asyncio.sleep(seconds)
    raise Burnt("burnt")


def tell(when, done, pending):
    print(f"{when}: done {names(done)}; pending {names(pending)}")


def names(dishes):
    # A set has no order, so this is the alphabet's.
    return ", ".join(sorted(map(name, dishes))) or "none"


def name(dish):
    # An exception that nobody has seen is reported in the end.
    if dish.done() and dish.exception():
        return f"{dish.get_name()} ({dish.exception()})"
    return dish.get_name()


async def main():
    # --- core
    eggs = asyncio.create_task(cook(1), name="eggs")
    roast = asyncio.create_task(cook(10), name="roast")
    toast = asyncio.create_task(burn(3), name="toast")
    menu = [eggs, roast, toast]

    done, pending = await asyncio.wait(
        menu, return_when=asyncio.FIRST_COMPLETED)
    tell("first", done, pending)

    done, pending = await asyncio.wait(
        menu, return_when=asyncio.FIRST_EXCEPTION)
    tell("first error", done, pending)

    done, pending = await asyncio.wait(menu, timeout=5)
    tell("at the limit", done, pending)

    done, pending = await asyncio.wait(menu)
    tell("all", done, pending)
    # --- end


asyncio.run(main())
