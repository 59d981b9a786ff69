"""The text of an article's page: trafilatura's choice without the machinery of Indonesian sites.

trafilatura is heavy: import this module in the worker process.
"""

import logging

import trafilatura

from bot.feeds.document import decoded_page
from bot.text.boilerplate import INLINE, is_boilerplate
from bot.text.html import plain

# 5 MB with 50,000 paragraphs took 12 s in a trial; no article page needs more than this.
_LARGEST = 2_000_000
_LONGEST_TEXT = 100_000

# It reports each page that it can not read as an error; here an empty text says so.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def extract(html: bytes | str, url: str = "") -> str:
    """Paragraphs parted by a blank line; "" where a page holds no article. Never raises."""
    markup = decoded_page(html[:_LARGEST]) if isinstance(html, bytes) else html[:_LARGEST]
    try:
        found = trafilatura.extract(
            markup,
            url=url or None,
            include_comments=False,
            include_tables=False,
            favor_precision=True,
        )
    except Exception:  # noqa: BLE001 - a hostile page must not stop the worker; no text is an answer
        return ""
    return _article((found or "")[:_LONGEST_TEXT])


def _article(text: str) -> str:
    lines = (plain(INLINE.sub(" ", line)) for line in text.split("\n"))
    return "\n\n".join(line for line in lines if line and not is_boilerplate(line))
