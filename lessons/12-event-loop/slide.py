"""Turn by turn.

asyncio's loop in small. An await ends in a yield, however deep it is:
there a coroutine stops and says where to put it. send lets it go on.
"""

import time
from collections import deque
from heapq import heappop, heappush
from selectors import DefaultSelector
from types import coroutine

import echo

turns, ready, timers, selector = 0, deque(), [], DefaultSelector()


def turn():
    # --- core
    # Is nobody ready? Rest, until a socket or timer is.
    stirred, due = poll(), []
    while timers and timers[0][0] <= time.monotonic():
        due.append(heappop(timers)[-1])

    # They run one by one, each up to its next wait. Whoever
    # they make ready has to wait for the next turn.
    for _ in range(len(ready)):
        task = ready.popleft()
        try:
            put = task.co.send(None)
            put(task)
        except StopIteration:
            task.done = True
            ready.extend(task.waiters)
    ready.extend(stirred + due)
    # --- end


def poll():
    rest = 0 if ready else None
    if timers and not ready:
        rest = max(0, timers[0][0] - time.monotonic())
    if not selector.get_map():  # there are no sockets
        time.sleep(rest)
        return []
    keys = [key for key, _ in selector.select(rest)]
    for key in keys:  # each is told once
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
    at = time.monotonic() + seconds
    yield lambda task: heappush(timers, (at, id(task), task))


async def say_after(delay, what):
    await sleep(delay)
    print(what)


async def kitchen():
    hello = Task(say_after(1, "hello"))
    world = Task(say_after(2, "world"))
    await hello
    await world
    print(turns, "turns")


def run(main):
    global turns
    while not main.done:
        turns += 1
        turn()


addr = echo.address()
main = echo.serve(addr, Task, selector) if addr else kitchen()
run(Task(main))
