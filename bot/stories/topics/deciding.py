"""Decides from the evidence which places a story is about.

A story is about a country when its main event happens there or the country, its government or
its forces are main actors. Titles name what stories are about; a country that the title passes
over must rule the lead, and more so when the title speaks of another one. Of foreign countries
there are two judges, these rules and a trained model (see aboutness): each errs elsewhere.
"""

from collections.abc import Mapping

from bot.model import TopicKey
from bot.stories.topics.evidence import Evidence
from bot.stories.topics.topic import Kind

# A whole mention in the title; an origin or a hint is less.
_NAMED = 0.9
# Scores (see Evidence.score) that make a topic; F1 on the development set is flat around them.
_ENOUGH = 3.0
_ORIGIN_IN_TITLE_ENOUGH = 4.5
_BESIDE_OTHERS_ENOUGH = 5.0
_CUSTOM_ENOUGH = 2.0
# A body of fewer words has no room to repeat a name.
_SHORT_BODY = 70
_SHORT_ENOUGH, _SHORT_BESIDE_OTHERS_ENOUGH = 2.5, 3.5
# A body this long that never repeats the title's country is about something else.
_LONG_BODY = 80
# A body that comes back to it so rarely, and not in its lead, is about the other places.
_FEW_LATER = 3.0
HOME = TopicKey("indonesia")
# How likely the model must find a country that the rules name, and one that they do not.
_SECONDED, _ALONE = 0.45, 0.7


def named_by_rules(
    found: Mapping[TopicKey, Evidence],
    kinds: Mapping[TopicKey, Kind],
    body_length: int,
    *,
    background: bool = False,
) -> frozenset[TopicKey]:
    """The keys that the story is about by the rules alone.

    `background`: the story's desk names countries in passing.
    """
    # The title speaks of another country, Indonesia too, or the desk is such a one.
    others = background or any(
        evidence.title >= _NAMED for key, evidence in found.items() if kinds[key] == "country"
    )
    return frozenset(
        key
        for key, evidence in found.items()
        if evidence.score >= _needed(evidence, kinds[key], body_length, others=others)
        and not (
            is_foreign(key, kinds)
            and body_length >= _LONG_BODY
            and _forgotten(evidence, alone=len(found) == 1)
        )
    )


def is_about(likely: float | None, *, named: bool) -> bool:
    """Both judges' word: what the rules say stands where the model has no view."""
    if likely is None:
        return named
    return likely >= (_SECONDED if named else _ALONE)


def is_foreign(key: TopicKey, kinds: Mapping[TopicKey, Kind]) -> bool:
    return kinds[key] == "country" and key != HOME


def _needed(evidence: Evidence, kind: Kind, body_length: int, *, others: bool) -> float:
    if evidence.title >= _NAMED:
        return _ENOUGH
    if kind == "custom":
        return _CUSTOM_ENOUGH
    if kind != "country":
        return _ENOUGH
    if evidence.title:
        # The title has it as an origin only: "imigran asal Somalia".
        return _ORIGIN_IN_TITLE_ENOUGH
    if body_length < _SHORT_BODY:
        return _SHORT_BESIDE_OTHERS_ENOUGH if others else _SHORT_ENOUGH
    return _BESIDE_OTHERS_ENOUGH if others else _ENOUGH


def _forgotten(evidence: Evidence, *, alone: bool) -> bool:
    """Whether only the title speaks of it, and the body of other places or of none."""
    if evidence.title < _NAMED:
        return False
    if not evidence.body:
        return True
    return not alone and not evidence.lead and evidence.later <= _FEW_LATER
