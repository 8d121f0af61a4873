"""Turn by turn.

asyncio's loop in small. Each await ends in a yield, where a coroutine
stops and tells the loop where to put it. With send it goes on.
"""

import time
from collections import deque
from heapq import heappop, heappush
from selectors import DefaultSelector
from types import coroutine

import echo

turns, ready, timers, selector = 0, deque(), [], DefaultSelector()


def generator():
    # --- generator
    def tea():
        print("the generator runs to yield")
        yield "tea"
        print("the generator goes on")

    gen = tea()
    print("nothing has run yet")
    print("main got", next(gen))
    next(gen, None)
    # --- generator end


def turn():
    # --- core
    # Is nothing ready? Wait for a socket or a timer.
    polled, due = poll(), []
    while timers and timers[0][0] <= time.monotonic():
        due.append(heappop(timers)[-1])

    # Each ready task runs up to its next wait. If it
    # makes others ready, they run in the next turn.
    for _ in range(len(ready)):
        task = ready.popleft()
        try:
            put = task.co.send(None)
            put(task)
        except StopIteration:
            task.done = True
            ready.extend(task.waiters)
    ready.extend(polled + due)
    # --- end


def poll():
    timeout = 0 if ready else None
    if timers and not ready:
        timeout = max(0, timers[0][0] - time.monotonic())
    if not selector.get_map():  # there are no sockets
        time.sleep(timeout)
        return []
    keys = [key for key, _ in selector.select(timeout)]
    for key in keys:  # each is registered again by its next wait
        selector.unregister(key.fileobj)
    return [key.data for key in keys]


class Task:
    def __init__(self, co):
        self.co, self.done, self.waiters = co, False, []
        ready.append(self)

    def __await__(self):
        if not self.done:
            yield self.waiters.append


@coroutine
def sleep(seconds):
    deadline = time.monotonic() + seconds
    yield lambda task: heappush(timers, (deadline, id(task), task))


async def say_after(delay, what):
    await sleep(delay)
    print(what)


async def busy():
    time.sleep(1.5)  # not: await sleep(1.5)


async def kitchen():
    hello = Task(say_after(1, "hello"))
    world = Task(say_after(2, "world"))
    Task(busy())
    await hello
    await world
    print(turns, "turns")


def run(main):
    global turns
    while not main.done:
        turns += 1
        turn()


addr = echo.address()
if not addr:
    generator()
run(Task(echo.serve(addr, Task, selector) if addr else kitchen()))
