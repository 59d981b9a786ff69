"""News that nobody wrote: a stream of any length with the word shares of real Indonesian news."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files

from bot.model import EntryId, FeedId, Report

START = datetime(2026, 3, 1, tzinfo=UTC)
OUTLETS = 40
# Of real reports 15 % repeat a story.
REPEATED = 0.15
_SYLLABLES = "ba be bi bo da di du ga ka ke ki ku la li lo ma me mi na ni pa ra ri sa se su ta ti"


def stream(count: int, *, spread: timedelta, seed: int = 7) -> Iterator[Report]:
    """`count` reports, evenly spread over the time."""
    dice = random.Random(seed)
    shares = json.loads(
        files("bot.stories.topics").joinpath("data", "word_shares.json").read_text("utf-8")
    )
    words, weights = list(shares), list(shares.values())
    names = _names(dice, 30_000)
    told: list[tuple[str, list[str]]] = []
    for number in range(1, count + 1):
        if told and dice.random() < REPEATED:
            title, own = dice.choice(told[-400:])
        else:
            own = [dice.choice(names) for _ in range(14)]
            title = " ".join(dice.sample(own, 4) + dice.choices(words, weights, k=4)).title()
            told.append((title, own))
        yield _report(dice, number, title, own, words, weights, START + spread * (number / count))


def _report(
    dice: random.Random,
    number: int,
    title: str,
    own: list[str],
    words: list[str],
    weights: list[float],
    published: datetime,
) -> Report:
    outlet = dice.randrange(OUTLETS)
    body = dice.choices(words, weights, k=190) + dice.choices(own, k=50)
    dice.shuffle(body)
    return Report(
        id=EntryId(number),
        feed_id=FeedId(outlet + 1),
        outlet=f"Outlet {outlet}",
        section="",
        link=f"https://outlet{outlet}.example/{number}",
        key=f"outlet{outlet}.example/{number}",
        title=title,
        text=" ".join(body).capitalize() + ".",
        published=published,
        seen=published,
    )


def _names(dice: random.Random, count: int) -> list[str]:
    syllables = _SYLLABLES.split()
    return ["".join(dice.choices(syllables, k=dice.randint(3, 5))) for _ in range(count)]
