"""What the ranker knows about each sentence of an article, as numbers."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.text.article import Article, Line
from bot.text.resources import sections
from bot.text.rules import is_plain, may_be_shown
from bot.text.words import STOP_WORDS

_CUES = sections("cues.txt")
_DATE = re.compile(r"\(\d{1,2}/\d{1,2}")
_CAPITAL = re.compile(r"\b[A-Z]")
_NUMBER = re.compile(r"\d+")
# Words of news before a line. The ranker picks one line in a thousand from further down.
_DEEPEST = 180
_STOPS = (".", "!", "?", '"', "”", ")")


def rows(known: "Survey") -> dict[int, list[float]]:
    """A row for the order of each line that may be chosen and is not too far down."""
    return {
        line.order: [
            *_whereabouts(known, line),
            *_surface(line),
            *_company(known, line),
            *_topic(known, line),
        ]
        for line in known.article.lines
        if may_be_shown(line) and known.words_before[line.order] <= _DEEPEST
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What is counted once for the whole article."""

    article: Article
    contents: Sequence[frozenset[str]]  # content words of each line
    plain: Sequence[bool]
    plain_before: Sequence[int]  # plain lines before each line
    words_before: Sequence[int]  # words of plain lines before each line
    spread: Counter[str]  # in how many lines a content word stands
    spread_total: int
    first_seen: dict[str, int]
    last_seen: dict[str, int]
    topic: frozenset[str]  # content words of the title
    paragraphs: int
    words: int


# Rating and picking need it one after the other.
@lru_cache(maxsize=1)
def survey(article: Article) -> Survey:
    """Count what the rows of all lines need."""
    contents = [frozenset(line.words) - STOP_WORDS for line in article.lines]
    plain = [is_plain(line) for line in article.lines]
    plain_before, words_before = [], []
    lines = words = 0
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for line, content, is_news in zip(article.lines, contents, plain, strict=True):
        plain_before.append(lines)
        words_before.append(words)
        for word in content:
            first.setdefault(word, line.order)
            last[word] = line.order
        if is_news:
            lines += 1
            words += len(line.words)
    spread = Counter(word for content in contents for word in content)
    return Survey(
        article=article,
        contents=contents,
        plain=plain,
        plain_before=plain_before,
        words_before=words_before,
        spread=spread,
        spread_total=spread.total(),
        first_seen=first,
        last_seen=last,
        topic=frozenset(article.title) - STOP_WORDS,
        paragraphs=article.lines[-1].paragraph + 1 if article.lines else 0,
        words=sum(len(line.words) for line in article.lines),
    )


def _whereabouts(known: Survey, line: Line) -> list[float]:
    count = len(known.article.lines)
    return [
        line.order,
        count - line.order,
        line.order / count,
        line.paragraph,
        line.place,
        line.last_place,
        known.plain_before[line.order],
        known.words_before[line.order],
        count,
        known.paragraphs,
        known.words,
        known.words / count,
    ]


def _surface(line: Line) -> list[float]:
    words = len(line.words)
    size = max(1, words)
    lower = set(line.words)
    return [
        words,
        len(line.text),
        line.quoted,
        line.is_torn,
        line.is_question,
        line.is_hanging,
        len(_NUMBER.findall(line.text)),
        bool(_DATE.search(line.text)),
        len(_CAPITAL.findall(line.text)) / size,
        line.text.count(","),
        line.text.count("("),
        ":" in line.text,
        not line.text.endswith(_STOPS),
        len(lower & _CUES["first-person"]),
        len(lower & _CUES["saying"]),
        len(lower & _CUES["background"]),
        len(lower & _CUES["opinion"]),
        sum(word in STOP_WORDS for word in line.words) / size,
    ]


def _company(known: Survey, line: Line) -> list[float]:
    lines = known.article.lines
    before = lines[line.order - 1] if line.order else None
    after = lines[line.order + 1] if line.order + 1 < len(lines) else None
    return [
        len(before.words) if before else -1,
        before.quoted if before else -1,
        len(after.words) if after else -1,
        after.quoted if after else -1,
        after.is_hanging if after else -1,
        _alike(known, line.order, line.order - 1),
        _alike(known, line.order, line.order + 1),
        _alike(known, line.order, 0),
        _alike(known, line.order, 1),
    ]


def _alike(known: Survey, one: int, other: int) -> float:
    if not 0 <= other < len(known.contents) or one == other:
        return -1.0
    shared = len(known.contents[one] & known.contents[other])
    return shared / max(1, len(known.contents[one]))


def _topic(known: Survey, line: Line) -> list[float]:
    content = known.contents[line.order]
    size = max(1, len(content))
    covered = content & known.topic
    new = [word for word in content if known.first_seen[word] == line.order]
    lasting = [word for word in content if known.last_seen[word] > line.order]
    spread = [known.spread[word] for word in content]
    count = len(known.article.lines)
    return [
        len(covered) / max(1, len(known.topic)),
        len(covered),
        len(covered) / size,
        sum(known.first_seen[word] == line.order for word in covered),
        len(known.topic),
        len(new) / size,
        len(new),
        len(lasting) / size,
        sum(spread) / size,
        sum(spread) / count,
        max(spread, default=0) / count,
    ]
