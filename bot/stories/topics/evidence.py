"""Weighs the mentions of each topic in a story: where they stand and in what company."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import log2
from types import MappingProxyType

from bot.model import TopicKey
from bot.stories.topics.names import NameKind
from bot.stories.topics.told import Told
from bot.stories.topics.vocabulary import Certainty, Mention
from bot.stories.topics.words import Words

_MOST_REASONS = 4
_ORIGIN_SHARE, _WEAK_SHARE, _BACKDROP_SHARE, _HERE_SHARE = 0.35, 0.5, 0.35, 1.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Contexts:
    """Words before a name that take its meaning away or make it an origin."""

    other: frozenset[str] = frozenset()  # "bahasa Inggris" says nothing of the country
    origin: frozenset[str] = frozenset()  # "pemain asal Brasil" says little
    reasons: frozenset[str] = frozenset()  # words that lead to a reason
    markets: frozenset[str] = frozenset()  # words of markets that have reasons
    after: frozenset[str] = frozenset()  # "Malaysia Airlines" is a firm
    apart: frozenset[str] = frozenset()  # "pemain timnas Jepang" does not come from Jepang
    # What a kind of name is worth here: in a sports story "Madrid" is a club.
    shares: Mapping[NameKind, float] = field(default_factory=lambda: MappingProxyType({}))


# Only countries and their teams count in full in sport; stars live in Los Angeles and quarrel
# with presidents without being news of a country.
SPORT_SHARES: Mapping[NameKind, float] = MappingProxyType({NameKind.PLACE: 0.25})
SHOW_SHARES: Mapping[NameKind, float] = MappingProxyType(
    {NameKind.PLACE: 0.5, NameKind.ACTOR: 0.35}
)


@dataclass(slots=True)
class Evidence:
    """What a story says of one topic."""

    title: float = 0.0
    first: float = 0.0
    second: float = 0.0
    later: float = 0.0
    sure: bool = False
    words: dict[str, str] = field(default_factory=dict)  # as written -> where

    @property
    def lead(self) -> float:
        """What the first sentences say of it."""
        return self.first + self.second

    @property
    def body(self) -> float:
        """The body's share: repetition counts less and less."""
        return 2.0 * min(self.first, 1.5) + min(self.second, 1.5) + 0.5 * log2(1.0 + self.later)

    @property
    def score(self) -> float:
        """3 when the title names the topic; leads and bodies must repeat it for as much."""
        return 3.0 * min(self.title, 1.0) + self.body


def gather(told: Told, contexts: Contexts) -> Mapping[TopicKey, Evidence]:
    """The evidence for every topic that a story surely names."""
    found: dict[TopicKey, Evidence] = {}
    for mention in told.in_title:
        _note(found, contexts, told.title, mention, "title")
    last: Mention | None = None
    counted = 0.0
    for mention in told.in_body:
        where = told.where(mention.at)
        repeated = _repeats(told.body, last, mention) and mention.key in found
        counted = _note(found, contexts, told.body, mention, where, counted if repeated else 0.0)
        last = mention
    return {key: evidence for key, evidence in found.items() if evidence.sure}


def _repeats(words: Words, last: Mention | None, mention: Mention) -> bool:
    """Whether it says the same again: "Amerika Serikat (AS)", "Bagdad, Irak"."""
    if last is None or last.key != mention.key or mention.at != last.at + last.count:
        return False
    return words.gap_after(mention.at - 1).strip() in ("(", ",")


def _note(
    found: dict[TopicKey, Evidence],
    contexts: Contexts,
    words: Words,
    mention: Mention,
    where: str,
    counted: float = 0.0,
) -> float:
    """Add a mention; `counted` is what the same was worth a word before. Returns its worth."""
    share = share_of(contexts, words, mention)
    if not share:
        return counted
    if where == "title" and _is_backdrop(contexts, words, mention.at):
        share *= _BACKDROP_SHARE
    worth = max(share, counted)
    share = worth - counted
    evidence = found.setdefault(mention.key, Evidence())
    if mention.certainty is Certainty.SURE and mention.kind is not NameKind.WEAK:
        evidence.sure = True
    match where:
        case "title":
            evidence.title += share
        case "first":
            evidence.first += share
        case "second":
            evidence.second += share
        case "dateline":
            evidence.second += share / 2
        case _:
            evidence.later += share
    _reason(evidence, words, mention, where)
    return worth


def _reason(evidence: Evidence, words: Words, mention: Mention, where: str) -> None:
    if len(evidence.words) < _MOST_REASONS:
        shown = where if where in ("title", "text") else "lead"
        evidence.words.setdefault(words.as_written(mention.at, mention.count), shown)


def share_of(contexts: Contexts, words: Words, mention: Mention) -> float:
    """How much a mention counts: nothing beside a currency, little as an origin."""
    if mention.kind is NameKind.KEYWORD:
        return 1.0  # The words of an admin's topic mean what they say.
    end = mention.at + mention.count
    if words.gap_after(end - 1).startswith("$"):
        return 0.0
    if words.gap_after(end - 1) == "-" and words.folded[end] == words.folded[mention.at]:
        return 0.0  # "mali-mali" is a plant, however it is written
    before = words.folded[mention.at - 1] if mention.at else ""
    after = words.folded[end] if end < len(words) else ""
    if before in contexts.other or after in contexts.after:
        return 0.0
    share = _WEAK_SHARE if mention.kind is NameKind.WEAK else 1.0
    share *= contexts.shares.get(mention.kind, 1.0)
    if is_origin(contexts, words, mention.at):
        return share * _ORIGIN_SHARE
    # "di India": it happens there.
    return share * _HERE_SHARE if before == "di" else share


def is_origin(contexts: Contexts, words: Words, at: int) -> bool:
    """Whether an origin word stands before: "asal Brasil", "asal Niceville, Florida"."""
    if words.folded[max(at - 2, 0) : at] == ("warga", "negara"):
        return True
    if _modifies_origin(contexts, words, at):
        return True
    for before in range(at - 1, max(at - 5, -1), -1):
        if words.folded[before] in contexts.origin:
            return True
        if "," not in words.gap_after(before) or not words.forms[before][0].isupper():
            return False
    return False


def _modifies_origin(contexts: Contexts, words: Words, at: int) -> bool:
    """Whether one word stands between the two: "kapal kargo Singapura", "striker muda Nigeria"."""
    if at < 2 or words.folded[at - 2] not in contexts.origin:
        return False
    return words.folded[at - 1] not in contexts.apart and words.joined(at - 2, 3)


def _is_backdrop(contexts: Contexts, words: Words, at: int) -> bool:
    """Whether a title sets it aside: "di Tengah Perang ...", "Bukan di Thailand"."""
    nearby = words.folded[max(at - 5, 0) : at]
    if any(pair == ("di", "tengah") for pair in pairwise(nearby)) or "bukan" in nearby[-2:]:
        return True
    # "Rupiah Melemah Imbas Perang ...": news of a market, not of the war that it fears.
    return not (contexts.reasons.isdisjoint(nearby) or contexts.markets.isdisjoint(words.folded))
