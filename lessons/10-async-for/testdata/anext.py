"""An asynchronous iterator that is written by hand, not as a generator."""

import asyncio


# --- core
class Toaster:
    n = 0

    def __aiter__(self):  # async for calls it once
        return self

    async def __anext__(self):  # and awaits this for each element
        if self.n == 2:
            raise StopAsyncIteration  # no more: the loop ends
        await asyncio.sleep(0.5)
        self.n += 1
        return self.n
# --- end


async def main():
    async for n in Toaster():
        print("toast", n, "ready")


asyncio.run(main())
