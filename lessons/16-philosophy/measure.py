"""Measures what measure.go measures: one chain and many chains, in sequence
and concurrently.

    python3 measure.py URL GOAL LIMIT WORKERS START...

Each line that it prints is a name, the pages read and the seconds taken.
"""

import asyncio
import sys
import time

import slide


def main():
    slide.URL, slide.GOAL, limit, workers, *starts = sys.argv[1:]
    slide.LIMIT = int(limit)
    for name, chains, at_once, rounds in [
        ("one chain in sequence", starts[:1], 1, 1),
        ("one chain concurrently", starts[:1], int(workers), 3),
        ("many chains in sequence", starts, 1, 1),
        ("many chains concurrently", starts, int(workers), 3),
    ]:
        best = float("inf")
        for _ in range(rounds):
            start = time.perf_counter()
            pages = asyncio.run(slide.crawl(chains, workers=at_once))
            best = min(best, time.perf_counter() - start)
        print(name, pages, best, sep="\t")


if __name__ == "__main__":
    main()
