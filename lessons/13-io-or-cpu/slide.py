"""Ask what it waits for.

A kettle only waits, so eight of them take as long as one. A dough only
computes: asyncio has one thread for all doughs, and with the GIL only
one thread at a time runs Python.

    python3 slide.py [JOBS [ROUNDS]]

The first line of the output is this Python's version. Each other line
is a way, its seconds for the kettles, and its seconds for the doughs.
"""

import asyncio
import platform
import sys
import time
from concurrent.futures import ThreadPoolExecutor

# --- core
def kettle():
    time.sleep(0.025)


async def kettle_async():
    await asyncio.sleep(0.025)


def dough():
    n = 0
    for _ in range(400_000):
        n = (n * 5 + 1) % 65_537


async def dough_async():
    dough()  # it awaits nothing, so no other task can run
# --- end


def in_sequence(job, job_async, jobs):
    for _ in range(jobs):
        job()


def with_asyncio(job, job_async, jobs):
    async def main():
        await asyncio.gather(*(job_async() for _ in range(jobs)))

    asyncio.run(main())


def with_threads(job, job_async, jobs):
    with ThreadPoolExecutor(jobs) as threads:
        for _ in range(jobs):
            threads.submit(job)


def timed(way, job, job_async, jobs):
    start = time.perf_counter()
    way(job, job_async, jobs)
    return time.perf_counter() - start


def version():
    has_gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    suffix = "" if has_gil else " free-threaded"
    return platform.python_version() + suffix


def main(jobs=8, rounds=3):
    ways = {"in sequence": in_sequence, "asyncio": with_asyncio,
            "threads": with_threads}
    best = {}
    for _ in range(int(rounds)):
        for name, way in ways.items():
            took = (timed(way, kettle, kettle_async, int(jobs)),
                    timed(way, dough, dough_async, int(jobs)))
            best[name] = tuple(map(min, took, best.get(name, took)))
    print("Python", version())
    for name, (kettles, doughs) in best.items():
        print(name, f"{kettles:.6f}", f"{doughs:.6f}", sep="\t")


if __name__ == "__main__":
    main(*sys.argv[1:])
