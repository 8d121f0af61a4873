"""Runs slide.py on the twins' virtual clock, which is asyncio's: the
slide brings a loop of its own, and asks the time and sleeps by itself.
"""

import asyncio
import runpy
import time

clock = asyncio.new_event_loop()
time.monotonic = clock.time
time.sleep = lambda rest: clock.run_until_complete(asyncio.sleep(rest))
try:
    runpy.run_path("slide.py", run_name="__main__")
finally:
    clock.close()
