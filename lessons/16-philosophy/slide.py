"""Get to Philosophy.

One chain of first links cannot be made faster, because only a page says
which page is next. Many chains can. This needs our encyclopedia, which
go run ./lessons/16-philosophy -addr 127.0.0.1:8016 serves.
"""

import asyncio
import sys
from urllib.parse import quote, urljoin, urlsplit

from firstlink import Article, title_of

URL = sys.argv[1] if sys.argv[1:] else "http://127.0.0.1:8016"
STARTS = sys.argv[2:] or ["Toast", "Menu", "Bagel",
                          "Plant", "Crumb", "Egg"]
GOAL = "Philosophy"
LIMIT = 100


async def fetch(title):
    """Returns the page's title and its first link's."""
    url = urlsplit(URL)
    path = "/wiki/" + quote(title.replace(" ", "_"))
    reader, writer = await asyncio.open_connection(
        url.hostname, url.port)
    writer.write(f"GET {path} HTTP/1.0\r\nHost: {url.netloc}\r\n"
                 "User-Agent: gosyncio-twin/1.0\r\n\r\n".encode())
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    status, *lines = head.decode("latin-1").split("\r\n")
    if " 301 " in status:
        headers = dict(line.split(": ", 1) for line in lines)
        return None, title_of(urljoin(URL, headers["Location"]),
                              url.netloc)
    if " 200 " not in status:
        raise OSError(f"{title}: {status}")
    article = Article(body.decode(), URL + path)
    return article.title, article.first


async def follow(start, read):
    pages, asked, title = 0, set(), start
    while (title and title != GOAL and title not in asked
           and len(asked) < LIMIT):
        asked.add(title)
        here, title = await read(title)
        pages += here is not None
    end = (f" to {GOAL}" if title == GOAL else
           ", then no link" if not title else
           ", then a loop" if title in asked else ", then the limit")
    return f"{start}: {pages} page{'s' * (pages != 1)}{end}"


async def crawl(starts, ended=lambda chain: None, workers=16):
    # --- core
    tasks = {}
    slots = asyncio.Semaphore(workers)

    async def fetch_in_slot(title):
        async with slots:
            return await fetch(title)

    async def read(title):
        if title not in tasks:
            tasks[title] = asyncio.create_task(
                fetch_in_slot(title))
        return await tasks[title]

    chains = [follow(start, read) for start in starts]
    for chain in asyncio.as_completed(chains):
        ended(await chain)
    # --- end
    return len(tasks)


async def main():
    read = await crawl(STARTS, print)
    print(read, "reads")


if __name__ == "__main__":
    asyncio.run(main())
