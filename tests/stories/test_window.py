"""The live window: what is found, and what falls out."""

from datetime import timedelta

from bot.model import Report, StoryId
from bot.stories.sketch import sketch
from bot.stories.window import SPAN, Live, Window
from tests.stories.given import CHESS, FLOOD, FLOOD_ELSEWHERE, START, at, report


def live(of: Report, story: int = 1) -> Live:
    return Live(id=of.id, story_id=StoryId(story), key=of.key, sketch=sketch(of))


def window(*reports: Report) -> Window:
    filled = Window()
    for number, one in enumerate(reports, start=1):
        filled.add(live(one, number))
    return filled


def test_alike_reports_are_found_first() -> None:
    found = window(CHESS, FLOOD).candidates(sketch(FLOOD_ELSEWHERE), 9)

    assert found[0].id == FLOOD.id


def test_no_more_than_asked_for() -> None:
    many = [report(FLOOD.title, FLOOD.text, outlet=f"Outlet {n}") for n in range(9)]

    assert len(window(*many).candidates(sketch(FLOOD_ELSEWHERE), 4)) == 4


def test_old_reports_fall_out_by_themselves() -> None:
    late = at(FLOOD_ELSEWHERE, hours=SPAN / timedelta(hours=1) + 1)

    filled = window(FLOOD, late)

    assert len(filled) == 1
    assert filled.by_key(FLOOD.key) is None
    assert filled.stories() == {StoryId(2)}
    assert filled.frequencies.count("banjir") == 1


def test_empty_window_knows_nothing() -> None:
    filled = window(FLOOD)

    filled.evict(START + SPAN * 2)

    assert filled.candidates(sketch(FLOOD), 9) == []
    assert len(filled.frequencies) == 0


def test_edit_replaces_the_report() -> None:
    filled = window(FLOOD)

    filled.add(live(FLOOD))

    assert len(filled) == 1
    assert len(filled.frequencies) == 1


def test_members_come_in_order_of_time() -> None:
    filled = Window()
    for one in (FLOOD_ELSEWHERE, FLOOD):  # the later one was polled first
        filled.add(live(one, 7))

    assert [member.id for member in filled.members(StoryId(7))] == [FLOOD.id, FLOOD_ELSEWHERE.id]


def test_word_that_everybody_uses_finds_nobody() -> None:
    common = [report("Kabar pagi", f"kabar pagi nomor{n}") for n in range(450)]

    assert window(*common).candidates(sketch(report("Kabar pagi", "kabar pagi")), 9) == []


def test_frequent_word_still_finds_and_is_forgotten() -> None:
    """Long lists are kept in another way than short ones."""
    many = [report("Kabar", f"banjir nomor{n}") for n in range(300)]
    filled = window(*many)

    assert len(filled.candidates(sketch(report("Kabar", "banjir nomor7")), 9)) == 9

    filled.evict(START + SPAN * 2)

    assert filled.candidates(sketch(report("Kabar", "banjir nomor7")), 9) == []


def test_of_equals_the_older_come_first() -> None:
    alike = [report("Banjir surut", "Banjir surut di Demak") for _ in range(6)]
    filled = window(*alike)

    found = filled.candidates(sketch(report("Banjir surut", "Banjir surut di Demak")), 3)

    assert [one.id for one in found] == [one.id for one in alike[:3]]
