"""Decides from the evidence which places a story is about.

A story is about a country when its main event happens there or the country, its government or
its forces are main actors. Titles name what stories are about; a country that the title passes
over must rule the lead, and more so when the title names another one.
"""

from collections.abc import Mapping

from bot.model import TopicKey
from bot.stories.topics.evidence import Evidence
from bot.stories.topics.topic import Kind

# A whole mention in the title; an origin or a hint is less.
_NAMED = 0.9
# Scores (see Evidence.score) that make a topic.
_NAMED_ENOUGH = 3.0
_LEADING_ENOUGH = 3.0
_BACKGROUND_ENOUGH = 4.0
_ANYHOW_ENOUGH = 4.5
_ORIGIN_IN_TITLE_ENOUGH = 4.5
_BESIDE_RIVAL_ENOUGH = 5.0
_CUSTOM_ENOUGH = 2.0
# Two countries may lead together.
_NEAR_BEST = 0.8
# A body this long that never repeats the title's country is about something else.
_LONG_BODY = 80
_HOME = TopicKey("indonesia")


def places_of_story(
    found: Mapping[TopicKey, Evidence],
    kinds: Mapping[TopicKey, Kind],
    body_length: int,
    *,
    market: bool = False,
) -> tuple[TopicKey, ...]:
    """The keys that the story is about; `market` stories name countries as background."""
    foreign = {
        key: evidence for key, evidence in found.items() if kinds[key] == "country" and key != _HOME
    }
    rival = any(evidence.title >= _NAMED for evidence in foreign.values())
    # Background: the title speaks of Indonesia, or of markets that the world moves.
    home = found.get(_HOME)
    background = market or (home is not None and home.title >= _NAMED)
    best = max((evidence.score for evidence in foreign.values()), default=0.0)
    chosen = []
    for key, evidence in found.items():
        if evidence.title >= _NAMED:
            enough = _NAMED_ENOUGH
            if body_length >= _LONG_BODY and not evidence.body and key != _HOME:
                continue
        elif key not in foreign:
            enough = _CUSTOM_ENOUGH if kinds[key] == "custom" else _LEADING_ENOUGH
        else:
            enough = _enough_in_body(evidence, rival=rival, background=background, best=best)
        if evidence.score >= enough:
            chosen.append(key)
    return tuple(chosen)


def _enough_in_body(evidence: Evidence, *, rival: bool, background: bool, best: float) -> float:
    """What a country needs that the title does not name outright."""
    if evidence.title:
        # The title has it as an origin only: "imigran asal Somalia".
        return _ORIGIN_IN_TITLE_ENOUGH
    if rival:
        return _BESIDE_RIVAL_ENOUGH
    if background:
        return _BACKGROUND_ENOUGH
    return _LEADING_ENOUGH if evidence.score >= _NEAR_BEST * best else _ANYHOW_ENOUGH
