"""Runs programs in asyncio, on a virtual clock (parts.py stands before it).

Reads one JSON program a line from standard input and answers with one JSON
line: events ([time, node, what]), hints (what a rule may excuse) and whether
two timers were due at once. doc.go describes the format of programs.
"""

import asyncio
import json
import sys


class Player:
    def __init__(self, loop):
        self.loop = loop
        self.events = []
        self.hints = []
        self.closing = False  # main has returned

    def log(self, node, what):
        self.events.append([self.loop.now, node["id"], what])

    def hint(self, node, rule):
        self.hints.append([self.loop.now, node["id"], rule])

    async def eval(self, node, group):
        self.log(node, "start")
        try:
            value = await getattr(self, "do_" + node["op"])(node, group)
        except BaseException as exc:
            self.log(node, label(exc))
            raise
        self.log(node, "= " + value)
        return value

    # A task is one of a group of siblings, which may cancel one another.
    def task(self, node, group):
        task = Task(self.eval(node, group))
        task.node = node
        task.add_done_callback(lambda task: self.fate(node, task))
        if self.closing or scope.get() and scope.get().closing:
            self.hint(node, "R8")
        return self.register(task)

    def register(self, task):
        task.player, run = self, scope.get()
        if run:
            run.tasks.append(task)
            if run.closing:
                task.cancel()
            task.scope = run
        return task

    def expire(self, delay, *tasks):
        """Cancels what isn't done by then: a detached ctx with a deadline."""
        def cancel():
            for task in tasks:
                if not task.done():
                    task.cancel()
                    if task is tasks[0]:
                        return  # a gather has cancelled its children
        self.loop.call_later(delay, cancel)

    def fate(self, node, task):
        if task.cancelled():
            if not task.cancels or task.foreign:
                self.hint(node, "K9")
            self.log(node, "task cancelled")
        elif task.exception() is not None:
            self.log(node, "task failed " + label(task.exception()))
        else:
            self.log(node, "task = " + task.result())

    def tasks(self, node):
        group = []
        group.extend(self.task(kid, group) for kid in node["kids"])
        return group

    async def do_leaf(self, node, group):
        try:
            await asyncio.sleep(node["d"])
        except asyncio.CancelledError:
            if "grace" not in node:
                raise
            self.log(node, "deaf")
            await self.deaf(node["grace"])
            if node["then"] == "cancel":
                raise
            return self.end(node, node["then"], "late")
        return self.end(node, node["end"], "")

    def end(self, node, how, mark):
        if how == "error":
            raise Boom(f"e{node['id']}{mark}")
        return f"{node['id']}{mark}"

    async def deaf(self, grace):
        until = self.loop.now + grace
        while self.loop.now < until:
            try:
                await asyncio.sleep(until - self.loop.now)
            except asyncio.CancelledError:
                pass

    async def do_cancel(self, node, group):
        await asyncio.sleep(node["d"])
        hit = group[node.get("target", 0)].cancel()
        await asyncio.sleep(node["grace"])
        return str(hit).lower()

    async def do_seq(self, node, group):
        return ",".join([await self.eval(kid, group) for kid in node["kids"]])

    async def do_spawn(self, node, group):
        tasks = self.tasks(node)
        return ",".join([await tasks[i] for i in node["order"]])

    async def do_gather(self, node, group):
        if node.get("handles"):
            kids = self.tasks(node)
        else:
            kids = [self.task(kid, None) for kid in node["kids"]]
        if "d" in node:
            values = await self.detached(node, kids)
        else:
            values = await self.gather(node, kids)
        return ",".join(v if isinstance(v, str) else label(v) for v in values)

    async def gather(self, node, kids):
        me = asyncio.current_task()
        cancels = me.cancels
        try:
            return await asyncio.gather(*kids, return_exceptions=node["mode"] == "outcomes")
        except BaseException:
            if me.cancels > cancels and any(map(unheard, kids)):
                self.hint(node, "G14")
            if me.cancels > max(cancels, 1):
                self.hint(node, "K19")
            raise
        finally:
            if self.closing or scope.get() and scope.get().closing:
                self.hint(node, "L2")

    async def detached(self, node, kids):
        """A gather that only a deadline cancels, not the task that waits for it."""
        inner = self.register(Task(self.gather(node, kids)))
        self.expire(node["d"], inner, *kids)
        while not inner.done():
            try:
                await asyncio.wait([inner])
            except asyncio.CancelledError:
                pass
        asyncio.current_task().foreign = inner.cancelled()
        return inner.result()

    async def do_waitfor(self, node, group):
        # As asyncio.wait_for does since 3.12.
        try:
            async with asyncio.timeout(node["d"]) as timeout:
                return await self.eval(node["kids"][0], group)
        except asyncio.CancelledError:
            if timeout.expired():
                self.hint(node, "TO9")
            raise

    async def do_wait(self, node, group):
        tasks = self.tasks(node)
        mode = {"first": asyncio.FIRST_COMPLETED, "error": asyncio.FIRST_EXCEPTION,
                "all": asyncio.ALL_COMPLETED}[node["mode"]]
        done, pending = await asyncio.wait(tasks, timeout=node.get("d"), return_when=mode)
        text = "".join("x" if task in done else "." for task in tasks)
        if pending and node["then"] == "cancel":
            for task in pending:
                task.cancel()
            await asyncio.wait(pending)
        return text

    async def do_shield(self, node, group):
        task = self.task(node["kids"][0], None)
        if "d" in node:
            self.expire(node["d"], task)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            now = self.loop.now
            def ended(_):
                if self.loop.now == now and not task.cancelled():
                    self.hint(node, "K13")
            task.add_done_callback(ended)
            raise

    async def do_run(self, node, group):
        outer = scope.get()
        if outer and outer.closing:
            raise asyncio.CancelledError  # as a task that is started now
        if self.closing and not outer:
            self.hint(node["kids"][0], "R8")
        run = Scope()
        token = scope.set(run)
        try:
            return await self.eval(node["kids"][0], group)
        finally:
            scope.reset(token)
            run.cancel()
            if node["then"] == "panic":
                if outer:
                    outer.tasks.extend(run.tasks)  # it waits for what is left
                raise Boom(f"e{node['id']}panic")
            await run.wait()

    async def do_start(self, node, group):
        task = self.task(node["kids"][0], None)
        if "d" in node:
            self.expire(node["d"], task)
        await asyncio.sleep(node["grace"])
        return "started"

    async def do_rollback(self, node, group):
        try:
            return await self.eval(node["kids"][0], group)
        except BaseException as exc:
            if node["then"] == "pass":
                raise
            parts = label(exc), f"e{node['id']}back"
            if node["wrap"] == "swap":
                parts = reversed(parts)
            raise Boom("&".join(parts)) from exc

    async def do_completed(self, node, group):
        tasks = self.tasks(node)
        ended, last = [], None
        def end(i):
            nonlocal last
            self.loop.tied |= last == self.loop.now and not me.done()
            last = self.loop.now
            ended.append(i)
        me = asyncio.current_task()
        for i, task in enumerate(tasks):
            task.add_done_callback(lambda _, i=i: end(i))
        order = []
        for earliest in asyncio.as_completed(tasks, timeout=node.get("d")):
            try:
                await earliest
            except BaseException as exc:
                if len(ended) == len(order):  # not a task's: ours
                    if isinstance(exc, TimeoutError):
                        order.append("timeout")
                        break
                    raise
            order.append(str(ended[len(order)]))
            if len(order) == node.get("stop"):
                break
        return " ".join(order)

    async def do_with(self, node, group):
        async with Manager(self, node):
            value = await self.eval(node["kids"][0], group)
            return value
        return "suppressed"

    async def do_try(self, node, group):
        try:
            return await self.eval(node["kids"][0], group)
        except BaseException as exc:
            if not catches(node["mode"], exc):
                raise
        return await self.eval(node["kids"][1], group)


async def main(player, program):
    player.loop.set_exception_handler(lambda loop, context: None)
    node = program["main"]
    task = player.task(node, None)
    if "cancel" in program:
        player.loop.call_at(program["cancel"], task.cancel)
    try:
        await task
    except BaseException:
        pass
    player.closing = True
    await asyncio.sleep(0)  # for the callback that logs its fate


def play(program):
    loop = Loop()
    player = Player(loop)
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(main(player, program))
    return {"events": player.events, "hints": player.hints, "tied": loop.tied}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(play(json.loads(line)), separators=(",", ":")), flush=True)
