"""What Python's tools see of the four bugs.

    python3 bugs.py

It has one suite test five versions of serve, and prints which tests fail.
"""

import asyncio
import sys
import unittest

sys.dont_write_bytecode = True

import slide


async def racy(orders, carry):
    ready, served = asyncio.Queue(), 0

    async def cook(guest, seconds):
        nonlocal served
        before = served
        await asyncio.sleep(seconds)  # the bug: others count meanwhile
        served = before + 1
        await ready.put(guest)

    async with asyncio.TaskGroup() as cooks:
        for guest, (dish, seconds) in enumerate(orders):
            cooks.create_task(cook(guest, seconds))
        for _ in orders:
            guest = await ready.get()
            carry(guest, orders[guest][0])
    return served


async def leaky(orders, carry):
    ready = asyncio.Queue()
    # The bug: nobody stops them when nobody waits for them any more.
    cooks = [asyncio.create_task(cook(ready, guest, order[1]))
             for guest, order in enumerate(orders)]
    for _ in cooks:
        guest = await ready.get()
        carry(guest, orders[guest][0])
    return len(cooks)


async def hasty(orders, carry):
    ready = asyncio.Queue()
    async with asyncio.TaskGroup() as cooks:
        for guest, order in enumerate(orders):
            cooks.create_task(cook(ready, guest, order[1]))
        for served in range(len(orders)):
            guest = await ready.get()
            carry(served, orders[guest][0])  # the bug: who asked first
    return len(orders)


async def deaf(orders, carry):
    ready, served = asyncio.Queue(), 0
    async with asyncio.TaskGroup() as cooks:
        for guest, order in enumerate(orders):
            cooks.create_task(cook(ready, guest, order[1]))
        while served < len(orders):
            try:
                guest = await ready.get()
            except BaseException:  # the bug: a cancel is no failure
                continue
            carry(guest, orders[guest][0])
            served += 1
    return served


async def cook(ready, guest, seconds):
    await asyncio.sleep(seconds)
    await ready.put(guest)


def suite(serve):
    class Suite(unittest.IsolatedAsyncioTestCase):
        async def test_everybody_is_served(self):
            orders = [("tea", 0), ("toast", 0), ("eggs", 0)]
            served = await serve(orders, lambda guest, dish: None)
            self.assertEqual(served, 3)

        async def test_nobody_is_left_behind(self):
            served = serve([("roast", 0.04)], lambda guest, dish: None)
            table = asyncio.create_task(served)
            await asyncio.sleep(0.01)
            table.cancel()
            await asyncio.wait([table])
            left = asyncio.all_tasks() - {asyncio.current_task()}
            self.assertFalse(left)

        async def test_in_every_order(self):
            for times in (1, 2, 3), (2, 1, 3), (3, 2, 1):
                orders = [(dish, n / 100) for dish, n in
                          zip(["tea", "toast", "eggs"], times)]
                got = {}
                await serve(orders, got.__setitem__)
                self.assertEqual(got, {0: "tea", 1: "toast", 2: "eggs"})

        async def test_nobody_is_served_who_has_left(self):
            served = serve([("roast", 0.04)], lambda guest, dish: None)
            table = asyncio.create_task(served)
            await asyncio.sleep(0.01)
            table.cancel()
            await asyncio.wait([table])
            self.assertTrue(table.cancelled())

    return unittest.defaultTestLoader.loadTestsFromTestCase(Suite)


def main():
    for serve in slide.serve, racy, leaky, hasty, deaf:
        result = unittest.TestResult()
        suite(serve).run(result)
        failed = [test._testMethodName
                  for test, _ in result.failures + result.errors]
        print(f"{serve.__name__}:", ", ".join(failed) or "all pass")


if __name__ == "__main__":
    main()
