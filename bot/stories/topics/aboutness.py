"""Weighs whether a story is about a country that it names: a logistic model over a few traits.

Titles and leads name what stories are about, and much else besides: where a film was shot, whom
a market fears, where a striker was born. Each trait says one such thing in a number; the weights
come from training/topics/ and lie in data/country_weights.json.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, prod
from typing import cast

from bot.model import TopicKey
from bot.stories.topics.evidence import Contexts, Evidence, is_origin, share_of
from bot.stories.topics.names import NameKind
from bot.stories.topics.reading import read_data
from bot.stories.topics.told import Told
from bot.stories.topics.vocabulary import Mention
from bot.stories.topics.words import Words

# A body of fewer words has no room to repeat a name.
_SHORT_BODY = 70
# A title's share below this is a hint at most.
_HINT = 0.3
# Words of the body that tell what kind of sport it is.
_OPENING = 40
_TOWARD = frozenset({"ke", "dari", "menuju", "tujuan"})
_FORMER = frozenset({"mantan", "eks"})
_MATCH_BEFORE = frozenset({"lawan", "vs", "melawan", "kontra", "timnas", "gp", "hadapi"})
_MATCH_AFTER = frozenset({"vs", "terbuka", "open"})
# How verbs begin, and auxiliaries: whoever stands before one acts.
_VERBS = ("me", "ter", "akan", "telah", "sudah")
_PLACED_ROLES = (
    *(("title", role) for role in ("name", "actor", "here", "toward", "match")),
    *(("first", role) for role in ("named", "acting", "toward", "former", "match")),
    ("second", "actor"),
)
# A whole mention in the title, and what of the home country in the lead makes it the scene.
_TITLED, _HOME_IN_LEAD = 0.9, 0.5
_MOST_SENTENCE = 60
_SENTENCE_END = frozenset(".!?\n")
_CLUB = frozenset(
    {"klub", "antarklub", "liga", "transfer", "fc", "united", "city", "nba", "motogp"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a country stands in: the story's desks, and how much of it happens at home."""

    # How likely two desks are whose stories name countries in passing; 0 when they do not hold.
    sport: float = 0.0
    show: float = 0.0
    tech: bool = False
    # No desk holds whose stories name countries in passing.
    news: bool = False
    home: Evidence = field(default_factory=Evidence)  # of Indonesia
    local: Sequence[Evidence] = ()  # of its provinces and cities


class CountryModel:
    """The trained weights, by trait or by product of traits ("show*score")."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = tuple((tuple(name.split("*")), weight) for name, weight in weights.items())

    def probability(self, traits: Mapping[str, float]) -> float:
        """How likely the story is about the country."""
        margin = sum(
            weight * prod(traits[part] for part in parts) for parts, weight in self._weights
        )
        return 1.0 / (1.0 + exp(-margin))


@lru_cache(maxsize=1)
def trained_country_weights() -> Mapping[str, float]:
    """The weights that come with the program."""
    return cast(Mapping[str, float], read_data("country_weights.json")["weights"])


def traits_of(
    told: Told, contexts: Contexts, found: Mapping[TopicKey, Evidence], setting: Setting
) -> Mapping[TopicKey, Mapping[str, float]]:
    """The traits of each country of `found`."""
    counts = _counts(told, contexts, found)
    everywhere = max(sum(count["title"] + count["body"] for count in counts.values()), 1)
    story = {
        "one": 1.0,
        "short": float(len(told.body) < _SHORT_BODY),
        "sport": setting.sport,
        "show": setting.show,
        "tech": float(setting.tech),
        "club": _talk_of(told, _CLUB),
        "home place": min(sum(evidence.first for evidence in setting.local), 2.0),
    }
    titled = [key for key, evidence in found.items() if evidence.title >= _TITLED]
    abroad = setting.news and not _is_at_home(setting)
    length = max(len(told.body), 1)
    return {
        key: story
        | _told_of(evidence, counts[key])
        | {
            "density": min(100.0 * counts[key]["body"] / length, 5.0),
            "share": (counts[key]["title"] + counts[key]["body"]) / everywhere,
            "others": float(min(sum(other != key for other in titled), 2)),
            # Hard news from nowhere at home, whose title names no country.
            "abroad": float(abroad and not titled),
        }
        for key, evidence in found.items()
    }


def _counts(
    told: Told, contexts: Contexts, found: Mapping[TopicKey, Evidence]
) -> Mapping[TopicKey, Counter[str]]:
    """How often each country stands in a part of the story, and in which role."""
    counts: dict[TopicKey, Counter[str]] = {key: Counter() for key in found}
    sentence = _first_sentence(told)
    for part, words, mentions in (
        ("title", told.title, told.in_title),
        ("body", told.body, told.in_body),
    ):
        for mention in mentions:
            if mention.key in found and share_of(contexts, words, mention):
                count = counts[mention.key]
                where = part if part == "title" else told.where(mention.at)
                roles = _roles(contexts, words, mention)
                count.update(f"{where}:{role}" for role in roles)
                count[part] += 1
                count[f"kind:{mention.kind}"] = 1
                count["opening"] += part == "body" and mention.at < sentence
    return counts


def _told_of(evidence: Evidence, counts: Mapping[str, int]) -> dict[str, float]:
    untitled = float(evidence.title < _HINT)
    return {
        "score": evidence.score,
        "title": min(evidence.title, 1.0),
        "untitled": untitled,
        "titled": 1.0 - untitled,
        "unnamed": float(not evidence.title),
        "lead": min(evidence.first, 2.0),
        "opening": float(counts["opening"] > 0),
        "bodiless": float(not counts["body"]),
        "kinds": float(sum(counts[f"kind:{kind}"] for kind in NameKind)),
        **{
            f"{role} in {part}": min(float(counts[f"{part}:{role}"]), 2.0)
            for part, role in _PLACED_ROLES
        },
    }


def _is_at_home(setting: Setting) -> bool:
    """Whether title or lead name Indonesia or a place in it."""
    return any(
        evidence.title > 0.0 or evidence.first > 0.0 or evidence.second > _HOME_IN_LEAD
        for evidence in (setting.home, *setting.local)
    )


def _first_sentence(told: Told) -> int:
    """The word behind the body's first sentence."""
    body = told.body
    for at in range(told.start + 1, min(told.start + _MOST_SENTENCE, len(body))):
        if body.forms[at][0].isupper() and not _SENTENCE_END.isdisjoint(body.gap_after(at - 1)):
            return at
    return told.start + _MOST_SENTENCE


def _roles(contexts: Contexts, words: Words, mention: Mention) -> Iterator[str]:
    """What the words around a mention make of it."""
    yield "named"
    if is_origin(contexts, words, mention.at):
        yield "origin"
    yield mention.kind.value
    end = mention.at + mention.count
    before = words.folded[max(mention.at - 2, 0) : mention.at]
    after = words.folded[end] if end < len(words) else ""
    if before[-1:] == ("di",):
        yield "here"
    if not _TOWARD.isdisjoint(before[-1:]):
        yield "toward"
    if not _FORMER.isdisjoint(before):
        yield "former"
    if not _MATCH_BEFORE.isdisjoint(before[-1:]) or after in _MATCH_AFTER:
        yield "match"
    if after.startswith(_VERBS) and words.gap_after(end - 1) == " ":
        yield "acting"


def _talk_of(told: Told, words: frozenset[str]) -> float:
    """0 to 2: whether title and opening have one of the words; the title counts for both."""
    opening = told.body.folded[told.start : told.start + _OPENING]
    titled = not words.isdisjoint(told.title.folded)
    return float(titled) + float(titled or not words.isdisjoint(opening))
