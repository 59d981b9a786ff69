"""Who is taken for dead, and when."""

from bot.fleet import Member, MemberId
from bot.roles.fleet import SERVER, Observer
from tests.contract.given import NOW

PATIENCE = SERVER.patience.total_seconds()


def member(beat: int, number: int = 1) -> Member:
    return Member(
        id=MemberId(number), name="m", mark="", roles=(), beat=beat, started=NOW, seen=NOW
    )


def looks(*beats: tuple[float, int]) -> list[bool]:
    """Whether the member is silent at each (moment, its beat)."""
    observer = Observer(rhythm=SERVER)
    return [bool(observer.silent([member(beat)], at)) for at, beat in beats]


def test_beating_member_lives() -> None:
    assert not any(looks(*((3.0 * number, number) for number in range(20))))


def test_silent_member_is_dead_after_patience() -> None:
    assert looks((0, 5), (3, 5), (6, 5), (9, 5), (PATIENCE, 5)) == [False] * 4 + [True]


def test_one_beat_begins_patience_anew() -> None:
    assert looks((0, 5), (3, 5), (6, 6), (9, 6), (12, 6), (15, 6), (16, 6))[-2:] == [False, True]


def test_who_did_not_look_accuses_nobody() -> None:
    """While the database was away nobody could give a beat."""
    assert looks((0, 5), (3, 5), (60, 5), (63, 5)) == [False] * 4


def test_newcomer_has_all_of_the_patience() -> None:
    observer = Observer(rhythm=SERVER)
    observer.silent([member(1)], 0)

    assert observer.silent([member(2), member(1, number=2)], 4) == ()


def test_holder_stops_before_others_may_take_over() -> None:
    """A beat is seen after it was begun, and patience counts from when it was seen."""
    assert SERVER.every * 2 < SERVER.safe < SERVER.patience
