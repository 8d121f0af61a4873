"""Ask what it waits for.

A kettle boils by itself, so eight are as quick as one. A dough wants
hands, and there's one pair of them: asyncio has one thread, and one
thread at a time may run Python.

    python3 slide.py [JOBS [ROUNDS]]

The first line says which Python this is. Each other line is a way, and
the seconds for the kettles and for the doughs.
"""

import asyncio
import platform
import sys
import time
from concurrent.futures import ThreadPoolExecutor

# --- core
def boil():
    time.sleep(0.025)


async def boil_async():
    await asyncio.sleep(0.025)


def knead():
    dough = 0
    for _ in range(400_000):
        dough = (dough * 5 + 1) % 65_537


async def knead_async():
    knead()  # nothing to await: nobody else gets a turn
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


def main(jobs=8, rounds=3):
    ways = {"in sequence": in_sequence, "asyncio": with_asyncio,
            "threads": with_threads}
    best = {}
    for _ in range(int(rounds)):
        for name, way in ways.items():
            took = (timed(way, boil, boil_async, int(jobs)),
                    timed(way, knead, knead_async, int(jobs)))
            best[name] = tuple(map(min, took, best.get(name, took)))
    print("Python", platform.python_version())
    for name, (kettles, doughs) in best.items():
        print(name, f"{kettles:.6f}", f"{doughs:.6f}", sep="\t")


if __name__ == "__main__":
    main(*sys.argv[1:])
