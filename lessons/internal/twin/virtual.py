"""Runs an asyncio program on a clock that never waits.

    python3 virtual.py slide.py

An event loop with nothing to do asks its selector to wait until the next
timer. The selector here moves the clock to that moment and returns. Each
line that the program prints comes out as microseconds, a tab, the line.
"""

import asyncio
import io
import runpy
import selectors
import sys


class Deadlock(Exception):
    pass


class Clock:
    now = 0.0


class Selector(selectors.DefaultSelector):
    def select(self, timeout=None):
        ready = super().select(0)
        if ready:
            return ready
        if timeout is not None:
            Clock.now += timeout
            return []
        if len(self.get_map()) == 1:  # only what the loop wakes itself with
            raise Deadlock(stuck())
        return super().select()


class Loop(asyncio.SelectorEventLoop):
    def __init__(self):
        super().__init__(Selector())
        # On Windows it is 16 ms, and timers may fire that much too early.
        self._clock_resolution = 1e-9

    def time(self):
        return Clock.now


class Stamper(io.TextIOBase):
    def __init__(self, out):
        self.out = out
        self.line = ""

    def writable(self):
        return True

    def write(self, text):
        *lines, self.line = (self.line + text).split("\n")
        for line in lines:
            self.out.write(f"{round(Clock.now * 1e6)}\t{line}\n".encode())
        return len(text)

    def flush(self):
        self.out.flush()


def stuck():
    waiting = ", ".join(sorted(map(where, asyncio.all_tasks())))
    return (f"deadlock at {Clock.now:g}s: no timer is set, and these tasks "
            f"wait forever: {waiting}")


def where(task):
    stack = task.get_stack(limit=1)
    line = f" (line {stack[0].f_lineno})" if stack else ""
    return task.get_name() + line


def run(path):
    stdout = sys.stdout = Stamper(sys.stdout.buffer)
    asyncio.new_event_loop = asyncio.events.new_event_loop = Loop
    try:
        runpy.run_path(path, run_name="__main__")
    except Deadlock as deadlock:
        sys.exit(str(deadlock))
    finally:
        if stdout.line:
            stdout.write("\n")
        stdout.flush()


if __name__ == "__main__":
    del sys.argv[0]
    run(sys.argv[0])
