"""The text of an article's page: trafilatura's choice without the machinery of Indonesian sites.

trafilatura is heavy: import this module in the worker process.
"""

import logging
import re
from collections.abc import Iterator

import trafilatura

from bot.feeds.document import decoded_page
from bot.feeds.page_tree import folded, headings, repair
from bot.text.boilerplate import is_boilerplate, without_inline, without_sign_off
from bot.text.clean import without_machinery
from bot.text.html import tidy
from bot.text.language import detect

# What extracting costs grows with the square of the elements: 150,000 paragraphs in 2 MB took
# minutes. The largest of 111 real pages has 8,600 tags.
_LARGEST = 2_000_000
_MOST_TAGS = 30_000
_LONGEST_TEXT = 100_000
# About 60 words; bytes, because a word of Japanese has two characters and no blanks.
_SHORTEST_ARTICLE = 400
# "Jakarta -", cut off from its paragraph by an element of its own.
_LONE_DATELINE = re.compile(r"^([A-Z][\w ,./()]{1,40} ?[-–—])\s*\n+", re.MULTILINE)

# HTML knows none: with the first ">" inside, a script's start tag would end a comment.
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")

# It reports each page that it can not read as an error; here an empty text says so.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def extract(html: bytes | str, url: str = "") -> str:
    """Paragraphs parted by a blank line; "" where a page holds no article. Never raises."""
    markup = decoded_page(html[:_LARGEST]) if isinstance(html, bytes) else html[:_LARGEST]
    markup = _without_surplus(_CDATA.sub("", markup))
    try:
        found, names = _found(markup, url, precise=True)
        if len(found.encode()) < _SHORTEST_ARTICLE:
            # Choosing carefully left next to nothing: better some text too many than none.
            more, _ = _found(markup, url, precise=False)
            # A page that says little either way is a wall or an error, not an article.
            found = more if len(more.encode()) >= _SHORTEST_ARTICLE else found
    except Exception:  # noqa: BLE001 - a hostile page must not stop the worker; no text is an answer
        return ""
    return "\n\n".join(_paragraphs(found[:_LONGEST_TEXT], names))


def _without_surplus(markup: str) -> str:
    pieces = markup.split("<", _MOST_TAGS)
    return markup if len(pieces) <= _MOST_TAGS else markup[: -len(pieces[-1]) - 1]


def _found(markup: str, url: str, *, precise: bool) -> tuple[str, frozenset[str]]:
    """What trafilatura takes for the text, and the names of the page."""
    tree = trafilatura.load_html(markup)
    if tree is None:
        return "", frozenset()
    repair(tree)
    names = headings(tree)
    found = trafilatura.extract(
        tree,
        url=url or None,
        include_comments=False,
        include_tables=False,
        favor_precision=precise,
    )
    return found or "", names


def _paragraphs(text: str, names: frozenset[str]) -> Iterator[str]:
    lines = [line for line in map(tidy, _LONE_DATELINE.sub(r"\1 ", text).split("\n")) if line]
    # The rules know the machinery of Indonesian sites; elsewhere they would cut good lines.
    if detect(text) != "id":
        return iter(lines)
    if lines and folded(lines[0]) in names:
        del lines[0]
    return _report(lines)


def _report(lines: list[str]) -> Iterator[str]:
    for line in lines:
        bare = without_sign_off(tidy(without_inline(line)))
        rest = "" if is_boilerplate(bare) else without_machinery(bare)
        if rest:
            yield rest
