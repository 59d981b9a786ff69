"""A short run of the chaos suite; `scripts/chaos` is the long one."""

from pathlib import Path

import pytest

from tests.chaos.suite import TROUBLES, Plan, run
from tests.chaos.town import count


async def test_nothing_is_lost_in_three_lives(tmp_path: Path) -> None:
    """However slow the machine: how far a life came before its end makes no difference."""
    plan = Plan(kills=3, readers=10, rate=50, seed=1, messages=8, life=4, pause=1)

    report = await run(plan, tmp_path)

    assert report.count.lost == 0, report.text()
    assert report.unheard == 0, report.text()
    assert report.unexplained == 0, report.text()
    assert report.crashes == 0, report.text()
    assert report.kills == plan.kills
    assert report.accepted >= 2 * plan.readers


# Six lives and their troubles take a minute, and on a machine with other work several: asked for
# by `./scripts/test -m disaster -n 0`, not part of every run.
@pytest.mark.disaster
@pytest.mark.timeout(400)
async def test_nothing_is_lost_in_a_short_disaster(tmp_path: Path) -> None:
    plan = Plan(kills=len(TROUBLES), readers=25, rate=50, seed=3, messages=15, life=8, pause=5.5)

    report = await run(plan, tmp_path)

    assert report.count.lost == 0, report.text()
    assert report.unheard == 0, report.text()
    assert report.by_kill <= report.kills, report.text()
    assert report.unexplained == 0, report.text()
    assert report.crashes == 0, report.text()
    assert report.integrity == "ok"
    assert report.accepted >= 2 * plan.readers


def test_lost_story_is_counted() -> None:
    texts = [(1, "1. Berita 1-"), (1, "1. Berita 2-"), (2, "1. Berita 1-")]

    assert count(texts, readers=2, news=2).lost == 1


def test_repeated_story_is_counted() -> None:
    texts = [(1, "1. Berita 1-"), (2, "1. Berita 1-"), (1, "1. Berita 1-\n2. Berita 2-")]

    assert count(texts, readers=2, news=2).again == (2,)
