"""See which tasks are done.

wait only watches. It returns two sets: the tasks that are done, and
those that are pending. Its timeout ends the wait and cancels no task.
"""

import asyncio


class Burnt(Exception):
    pass


async def cook(seconds):
    await asyncio.sleep(seconds)


async def burn(seconds):
    await asyncio.sleep(seconds)
    raise Burnt("burnt")


def report(when, done, pending):
    print(f"{when}: done {names(done)}; pending {names(pending)}")


def names(dishes):
    # A set has no order, so the names are sorted.
    return ", ".join(sorted(map(name, dishes))) or "none"


def name(dish):
    # An exception that is never asked for is logged in the end.
    if dish.done() and dish.exception():
        return f"{dish.get_name()} ({dish.exception()})"
    return dish.get_name()


async def main():
    # --- core
    eggs = asyncio.create_task(cook(1), name="eggs")
    roast = asyncio.create_task(cook(10), name="roast")
    toast = asyncio.create_task(burn(3), name="toast")
    tasks = [eggs, roast, toast]

    done, pending = await asyncio.wait(
        tasks, timeout=5, return_when=asyncio.FIRST_COMPLETED)
    report("first", done, pending)

    done, pending = await asyncio.wait(
        tasks, return_when=asyncio.FIRST_EXCEPTION)
    report("first error", done, pending)

    done, pending = await asyncio.wait(tasks, timeout=2)
    report("at the limit", done, pending)

    done, pending = await asyncio.wait(tasks)
    report("all", done, pending)
    # --- end


asyncio.run(main())
