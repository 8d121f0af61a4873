"""What oracle.py stands on: a loop on a virtual clock, a task that counts its
cancellations, what stands for a nested Run, errors, and a context manager.
"""

import asyncio
import contextvars
import logging
import sys

asyncio.base_events.MAXIMUM_SELECT_TIMEOUT = float("inf")
logging.disable(logging.CRITICAL)
sys.unraisablehook = lambda _: None  # of tasks destroyed while pending (R8)


class Selector:
    """Never waits: it moves the clock on."""

    def __init__(self, loop):
        self.loop = loop

    def select(self, timeout=None):
        if timeout is None:
            raise RuntimeError("deadlock")
        self.loop.now += timeout
        return []

    def get_map(self):
        return {}

    def close(self):
        pass


class Loop(asyncio.SelectorEventLoop):
    def __init__(self):
        self.now = 0
        self.timers = {}
        self.tied = False
        super().__init__(Selector(self))
        self._clock_resolution = 1e-9

    def _make_self_pipe(self):
        pass

    def _close_self_pipe(self):
        pass

    def time(self):
        return self.now

    def call_at(self, when, *args, **kwargs):
        other = self.timers.get(when)
        self.tied |= other is not None and not other.cancelled()
        self.timers[when] = super().call_at(when, *args, **kwargs)
        return self.timers[when]


class Task(asyncio.Task):
    """Notes when it is cancelled again after it has dealt with a first one."""

    node = None
    player = None
    scope = None
    cancels = 0
    foreign = False  # ended by a deadline that is not its own

    def cancel(self, msg=None):
        if self.scope and sys._getframe(1).f_code.co_name == "_cancel_all_tasks":
            return False  # asyncio.run cancels all tasks, but a Run only its own
        if self.cancels and self.node:
            self.player.hint(self.node, "K19")
        self.cancels += 1
        return super().cancel(msg)


class Scope:
    """What stands for a nested Run: asyncio can't run a loop inside a loop (R4).

    It has the tasks that were made inside it. When it closes it cancels them,
    and waits for them as asyncio.run does, whatever happens to its caller.
    """

    def __init__(self):
        self.tasks = []
        self.closing = False

    def cancel(self):
        self.closing = True
        for task in self.tasks:
            if not task.done():
                task.cancel()

    async def wait(self):
        while pending := [task for task in self.tasks if not task.done()]:
            try:
                await asyncio.wait(pending)
            except asyncio.CancelledError:
                pass


scope = contextvars.ContextVar("scope", default=None)


class Boom(Exception):
    pass


def label(exc):
    if isinstance(exc, asyncio.CancelledError):
        return "cancelled"
    if isinstance(exc, TimeoutError):
        return "timeout"
    return str(exc)


def unheard(kid):
    """A child that a cancelled gather may not have heard: the first one counts."""
    return not kid.done() or not kid.cancelled() and kid.exception()


def catches(mode, exc):
    if isinstance(exc, asyncio.CancelledError):
        return mode in ("cancel", "any")
    if isinstance(exc, TimeoutError):
        return mode in ("timeout", "any")
    return isinstance(exc, Boom) and mode in ("error", "any")


class Manager:
    def __init__(self, player, node):
        self.player, self.node = player, node

    async def __aenter__(self):
        await asyncio.sleep(self.node["d"])
        self.player.end(self.node, self.node["end"], "enter")

    async def __aexit__(self, kind, exc, traceback):
        try:
            await asyncio.sleep(self.node["grace"])
        except asyncio.CancelledError:
            self.player.hint(self.node, "AW6")
            raise
        if self.node["then"] == "error":
            both = label(exc) + "&" if exc else ""
            raise Boom(f"{both}e{self.node['id']}exit")
        if self.node["then"] == "replace":
            raise Boom(f"e{self.node['id']}exit") from None
        return self.node["then"] == "suppress"
