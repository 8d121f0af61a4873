"""Runs slide.py on the virtual clock of package twin, which is asyncio's:
slide.py has a loop of its own, and uses the time module directly.
"""

import asyncio
import runpy
import time

clock = asyncio.new_event_loop()
time.monotonic = clock.time
time.sleep = lambda seconds: clock.run_until_complete(asyncio.sleep(seconds))
try:
    runpy.run_path("slide.py", run_name="__main__")
finally:
    clock.close()
