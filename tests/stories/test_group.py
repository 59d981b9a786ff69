"""Placing reports one by one."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

from bot.model import JoinReason
from bot.stories.group import BALANCED, LONGEST, Grouper, Policy
from bot.stories.window import SPAN
from tests.stories.given import (
    CHESS,
    FLOOD,
    FLOOD_AID,
    FLOOD_ELSEWHERE,
    HOUR,
    START,
    Stories,
    at,
    place,
    report,
)


def test_first_report_begins_a_story() -> None:
    placement = Grouper().decide(FLOOD)

    assert placement.story_id is None
    assert placement.affair_id is None
    assert placement.reason is JoinReason.FIRST


def test_other_outlets_report_joins_with_figures() -> None:
    grouper, stories = Grouper(), Stories()
    place(grouper, FLOOD, stories)

    placement = place(grouper, FLOOD_ELSEWHERE, stories)

    assert stories.of[FLOOD_ELSEWHERE.id] == stories.of[FLOOD.id]
    assert placement.reason is JoinReason.SAME_NEWS
    assert placement.figures.startswith("p=")
    assert "words +" in placement.figures


def test_follow_up_stays_a_story_of_the_affair() -> None:
    grouper, stories = Grouper(Policy(group=0.1)), Stories()
    place(grouper, FLOOD, stories)
    place(grouper, CHESS, stories)

    placement = place(grouper, FLOOD_AID, stories)

    assert placement.reason is JoinReason.SAME_AFFAIR
    assert placement.story_id is None
    assert placement.affair_id == stories.of[FLOOD.id]


def test_other_news_is_apart() -> None:
    grouper, stories = Grouper(), Stories()
    place(grouper, FLOOD, stories)

    assert place(grouper, CHESS, stories).reason is JoinReason.FIRST


def test_same_key_is_the_same_article() -> None:
    grouper, stories = Grouper(), Stories()
    place(grouper, FLOOD, stories)
    again = replace(CHESS, key=FLOOD.key)

    placement = place(grouper, again, stories)

    assert placement.reason is JoinReason.SAME_ARTICLE
    assert placement.story_id == stories.of[FLOOD.id]


def test_deciding_changes_nothing() -> None:
    grouper, stories = Grouper(), Stories()
    place(grouper, FLOOD, stories)

    first = grouper.decide(FLOOD_ELSEWHERE)

    assert grouper.decide(FLOOD_ELSEWHERE) == first
    assert len(grouper) == 1


def test_restored_grouper_decides_alike() -> None:
    grouper, stories = Grouper(), Stories()
    for known in (FLOOD, CHESS, FLOOD_AID):
        place(grouper, known, stories)
    reborn = Grouper()
    for known in (CHESS, FLOOD_AID, FLOOD):  # in whatever order the database gives
        story_id = stories.of[known.id]
        reborn.add(known, story_id, stories.affair_of[story_id])

    assert reborn.decide(FLOOD_ELSEWHERE) == grouper.decide(FLOOD_ELSEWHERE)


def test_late_report_joins_the_right_story() -> None:
    grouper, stories = Grouper(), Stories()
    place(grouper, FLOOD, stories)
    for number in range(5):
        place(grouper, at(replace(CHESS, id=CHESS.id), hours=10 + number), stories)

    placement = place(grouper, FLOOD_ELSEWHERE, stories)  # published 8 hours before the newest

    assert placement.story_id == stories.of[FLOOD.id]


def test_order_of_addition_does_not_matter() -> None:
    known = (FLOOD, CHESS, FLOOD_AID)
    answers = set()
    for order in permutations(known):
        grouper = Grouper()
        for one in order:
            grouper.add(one, {FLOOD: 1, CHESS: 2, FLOOD_AID: 3}[one])  # type: ignore[arg-type]
        answers.add(grouper.decide(FLOOD_ELSEWHERE))

    assert len(answers) == 1


def test_summary_needs_its_own_certainty() -> None:
    brief = replace(FLOOD_ELSEWHERE, text=FLOOD_ELSEWHERE.text[:150])
    strict, bold = Grouper(Policy(fold_short=1.0)), Grouper(Policy(fold_short=0.5))
    for grouper in (strict, bold):
        place(grouper, FLOOD, Stories())

    assert strict.decide(brief).story_id is None
    assert bold.decide(brief).story_id is not None


def test_balanced_policy_folds_more_boldly() -> None:
    assert BALANCED.fold < Policy().fold
    assert BALANCED.fold_short < Policy().fold_short


def test_old_reports_leave_the_window() -> None:
    grouper, stories = Grouper(), Stories()
    place(grouper, FLOOD, stories)

    grouper.evict(START + SPAN + HOUR)

    assert len(grouper) == 0
    assert grouper.decide(FLOOD_ELSEWHERE).reason is JoinReason.FIRST


def test_week_of_one_topic_is_not_one_story() -> None:
    """Every six hours another outlet prints nearly the same text: the chain is cut all the same."""
    grouper, stories = Grouper(), Stories()
    for step in range(28):
        again = report(
            "Kabar Irak: Parlemen Irak Bahas Anggaran",
            f"{FLOOD.text} Parlemen Irak di Bagdad membahas anggaran negara.",
            outlet=f"Outlet {step}",
            hours=6.0 * step,
        )
        grouper.evict(again.published)
        place(grouper, again, stories)

    assert len(set(stories.of.values())) == 3
    assert len(set(stories.affair_of.values())) == 3
    assert timedelta(hours=6 * 12) == LONGEST


def test_story_known_to_be_older_takes_nothing_new() -> None:
    grouper = Grouper()
    story_id = Stories().begin()
    grouper.add(at(FLOOD, 1), story_id)
    grouper.began(story_id, START - LONGEST)

    assert grouper.decide(FLOOD_ELSEWHERE).story_id is None
