"""The first real link of an article, as wiki/firstlink.go finds it.

html.parser only reports tags and texts. So this code keeps the elements
that are open: the article's text, a paragraph, a part beside the text.
"""

import re
import unicodedata
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

VOID = set("area base br col embed hr img input link meta source track "
           "wbr".split())
ASIDE = set("table style script noscript figure nav math".split())
ASIDE_CLASSES = set(
    "hatnote dablink rellink noprint metadata infobox sidebar "
    "side-box quotebox navbox thumb toc ambox gallery reference "
    "references reflist IPA coordinates mw-indicators".split())
UNREAL = set("new external extiw".split())
ITALIC = set("i em cite dfn var".split())
BLOCK = set("p li dd".split())
ENDS_PARAGRAPH = BLOCK | set(
    "dt ul ol dl div table section blockquote center figure nav pre hr "
    "footer header h1 h2 h3 h4 h5 h6".split())
SCOPES = set("table td th caption".split())
STRUCTURE = SCOPES | set("thead tbody tfoot tr".split())
NO_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
LONGEST_TITLE = 255  # MediaWiki's limit, in bytes


def title_of(address, host):
    """The title of the article at address, None if there is none."""
    parts = urlsplit(address)
    try:
        path = unquote(parts.path, errors="strict")
    except UnicodeDecodeError:
        return None
    if (parts.netloc != host or parts.query or path[:6] != "/wiki/"
            or NO_ESCAPE.search(parts.path)
            or any(unicodedata.category(c) == "Cc" for c in path)):
        return None
    title = " ".join(path[6:].replace("_", " ").split())
    before, colon, after = title.partition(":")
    last = before[-1:]
    if (colon and last != " " and not last.isdecimal()
            and after[:1] != " "):
        return None  # Help:Links and other special pages
    first = title[:1].title()  # but not that of ß, which is two letters
    title = (first if len(first) == 1 else title[:1]) + title[1:]
    if len(title.encode()) > LONGEST_TITLE:
        return None
    return title or None


def join(at, href):
    """The address that href means on the page at, if it is one."""
    try:
        return urljoin(at, href)
    except ValueError:
        return ""


def is_aside(tag, attrs, classes):
    """Whether an element and all in it are beside the text."""
    style = (attrs.get("style") or "").replace(" ", "").lower()
    kinds = (attrs.get("typeof") or "").split()
    return (tag in ASIDE or classes & ASIDE_CLASSES
            or attrs.get("role") in ("note", "navigation")
            or attrs.get("id") in ("coordinates", "toc")
            or any(kind.startswith("mw:File") for kind in kinds)
            or "display:none" in style)


class Article(HTMLParser):
    def __init__(self, text, at):
        super().__init__()
        self.at, self.host = at, urlsplit(at).netloc
        self.asked = self.title = title_of(at, self.host)
        self.first = None
        self.open = []  # the open elements, each with its kind
        self.parens = 0
        self.feed(text)

    def inside(self, *kinds):
        return any(kind in kinds for _, kind in self.open)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        classes = set((attrs.get("class") or "").split())
        href = attrs.get("href") or ""
        if tag == "link" and attrs.get("rel") == "canonical":
            address = join(self.at, href)
            host = urlsplit(address).netloc
            self.title = title_of(address, host) or self.title
        if tag in ENDS_PARAGRAPH:
            self.handle_endtag("p")
        if tag in VOID:
            return
        kind = None
        if "mw-parser-output" in classes:
            kind = "text"
        elif is_aside(tag, attrs, classes):
            kind = "aside"
        elif tag in ITALIC:
            kind = "italic"
        elif tag in BLOCK:
            kind, self.parens = "block", 0
        self.open.append((tag, kind))
        if (tag == "a" and self.first is None and not self.parens
                and not classes & UNREAL and self.reading()
                and not self.inside("italic")):
            title = title_of(join(self.at, href), self.host)
            if title and title not in (self.title, self.asked):
                self.first = title

    def reading(self):
        return (self.inside("text") and self.inside("block")
                and not self.inside("aside"))

    def handle_endtag(self, tag):
        for i in reversed(range(len(self.open))):
            if self.open[i][0] == tag:
                del self.open[i:]
                return
            if self.open[i][0] in SCOPES and tag not in STRUCTURE:
                return  # an end tag in a table ends nothing outside

    def handle_data(self, data):
        if not self.reading():
            return
        for c in data:
            if c in "(（":
                self.parens += 1
            elif c in ")）":
                self.parens = max(self.parens - 1, 0)
