"""Stories that mislead plain word lists, one case a line of traps.yaml."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from bot.stories.topics.catalogue import Catalogue
from bot.stories.topics.matching import Matcher


@dataclass(frozen=True, kw_only=True)
class Trap:
    name: str
    title: str
    text: str
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


def _read() -> list[Trap]:
    source = Path(__file__).with_name("traps.yaml").read_text(encoding="utf-8")
    return [Trap(**case) for case in yaml.safe_load(source)]


TRAPS = _read()


@pytest.mark.parametrize("trap", TRAPS, ids=[trap.name for trap in TRAPS])
def test_story_gets_its_topics(matcher: Matcher, trap: Trap) -> None:
    found = {match.key: match for match in matcher.match(trap.title, trap.text)}

    assert set(trap.has) <= set(found)
    assert not [found[key] for key in found if key in trap.lacks]


def test_traps_name_known_topics(catalogue: Catalogue) -> None:
    named = {key for trap in TRAPS for key in (*trap.has, *trap.lacks)}

    assert named <= set(catalogue.keys)
