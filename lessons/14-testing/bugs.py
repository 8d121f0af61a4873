"""The four bugs in Python, and the tests that find them.

    python3 bugs.py

One suite tests five versions of serve. The program prints which tests
fail for each version.
"""

import asyncio
import sys
import unittest

sys.dont_write_bytecode = True

import slide


async def racy(orders, deliver):
    ready, served = asyncio.Queue(), 0

    async def cook(guest, seconds):
        nonlocal served
        before = served
        await asyncio.sleep(seconds)  # the bug: other cooks count now
        served = before + 1
        await ready.put(guest)

    async with asyncio.TaskGroup() as cooks:
        for guest, (dish, seconds) in enumerate(orders):
            cooks.create_task(cook(guest, seconds))
        for _ in orders:
            guest = await ready.get()
            deliver(guest, orders[guest][0])
    return served


async def leaky(orders, deliver):
    ready = asyncio.Queue()
    # The bug: when serve is cancelled, the cooks are not.
    cooks = [asyncio.create_task(cook(ready, guest, order[1]))
             for guest, order in enumerate(orders)]
    for _ in cooks:
        guest = await ready.get()
        deliver(guest, orders[guest][0])
    return len(cooks)


async def hasty(orders, deliver):
    ready = asyncio.Queue()
    async with asyncio.TaskGroup() as cooks:
        for guest, order in enumerate(orders):
            cooks.create_task(cook(ready, guest, order[1]))
        for served in range(len(orders)):
            guest = await ready.get()
            deliver(served, orders[guest][0])  # the bug: the wrong guest
    return len(orders)


async def deaf(orders, deliver):
    ready, served = asyncio.Queue(), 0
    async with asyncio.TaskGroup() as cooks:
        for guest, order in enumerate(orders):
            cooks.create_task(cook(ready, guest, order[1]))
        while served < len(orders):
            try:
                guest = await ready.get()
            except BaseException:  # the bug: it catches the cancel
                continue
            deliver(guest, orders[guest][0])
            served += 1
    return served


async def cook(ready, guest, seconds):
    await asyncio.sleep(seconds)
    await ready.put(guest)


def suite(serve):
    class Suite(unittest.IsolatedAsyncioTestCase):
        async def test_all_dishes_are_delivered(self):
            orders = [("tea", 0), ("toast", 0), ("eggs", 0)]
            served = await serve(orders, lambda guest, dish: None)
            self.assertEqual(served, 3)

        async def test_no_task_is_left(self):
            served = serve([("roast", 0.04)], lambda guest, dish: None)
            table = asyncio.create_task(served)
            await asyncio.sleep(0.01)
            table.cancel()
            await asyncio.wait([table])
            left = asyncio.all_tasks() - {asyncio.current_task()}
            self.assertFalse(left)

        async def test_every_order(self):
            for times in (1, 2, 3), (2, 1, 3), (3, 2, 1):
                orders = [(dish, n / 100) for dish, n in
                          zip(["tea", "toast", "eggs"], times)]
                got = {}
                await serve(orders, got.__setitem__)
                self.assertEqual(got, {0: "tea", 1: "toast", 2: "eggs"})

        async def test_a_cancel_ends_serve(self):
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
