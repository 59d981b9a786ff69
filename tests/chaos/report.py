"""What came of a chaos run: counted from what the local Bot API server accepted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.chaos.town import Count, count

if TYPE_CHECKING:
    from tests.chaos.suite import Chaos, Plan


_NO_KILL = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of it."""

    plan: "Plan"
    seconds: float
    count: Count
    accepted: int
    kills: int
    waves: int
    unacknowledged: int  # accepted, and the connection broke
    by_kill: int  # repeats whose acceptance the bot may not have written down before a kill
    most_by_one_kill: int
    unexplained: int  # repeats after neither a lost answer nor a kill
    unheard: int
    crashes: int
    integrity: str
    lines: tuple[str, ...]
    told: tuple[str, ...]  # what the log says of the program's errors

    def text(self) -> str:
        repeats = len(self.count.again)
        rate = self.by_kill / max(self.kills, 1)
        return "\n".join(
            (
                f"{self.kills} kills, {self.plan.readers} readers, {self.waves} waves of news, "
                f"{self.accepted} messages accepted, {self.seconds:.0f} s",
                *self.lines,
                f"lost: {self.count.lost} of {self.count.expected} stories for readers; "
                f"said to the bot and not handled: {self.unheard}",
                f"came again: {repeats} messages; {repeats - self.by_kill} of them after one of "
                f"{self.unacknowledged} lost answers, {self.by_kill} after a kill "
                f"({rate:.2f} a kill, at most {self.most_by_one_kill})",
                f"errors of the program: {self.crashes}; integrity check: {self.integrity}",
                *self.told,
            )
        )


def report_of(chaos: "Chaos", seconds: float) -> Report:
    """Counts what arrived against what was owed."""
    messages = chaos.api.messages
    texts = [(m.chat_id, m.text) for m in messages if m.chat_id <= chaos.plan.readers]
    places = [place for place, m in enumerate(messages) if m.chat_id <= chaos.plan.readers]
    counted = count(texts, chaos.plan.readers, chaos.town.news)
    again = [places[place] for place in counted.again]
    by_kill = _kills_to_blame(chaos, again)
    log = "".join(chaos.log)
    struck = {fate.value: n for fate, n in chaos.api.struck.items()}
    return Report(
        plan=chaos.plan,
        seconds=seconds,
        count=counted,
        accepted=len(messages),
        kills=len(chaos.ends),
        waves=chaos.town.waves,
        unacknowledged=len(chaos.api.unacknowledged),
        by_kill=by_kill.total(),
        most_by_one_kill=max(by_kill.values(), default=0),
        unexplained=by_kill[_NO_KILL],
        unheard=chaos.unheard(),
        crashes=chaos.died + sum(log.count(f"{role}.crashed") for role in ("role", "delivery")),
        integrity=chaos.town.integrity(),
        lines=(
            "troubles: " + ", ".join(f"{name} {n}" for name, n in sorted(chaos.troubles.items())),
            "calls: " + ", ".join(f"{name} {n}" for name, n in sorted(struck.items())),
            f"logged: database locked {log.count('locked by')} times, "
            f"disk {log.count('the disk that holds')} times",
        ),
        told=tuple(_told_of_errors(chaos.log)),
    )


def _told_of_errors(log: list[str]) -> Iterator[str]:
    """The lines of the first errors, each with what was said just before."""
    signs = (".crashed", "ended by ", "--- a life ended")
    places = [at for at, line in enumerate(log) if any(sign in line for sign in signs)]
    for at in places[:5]:
        yield from ("...", *(line.rstrip()[:9000] for line in log[max(at - 8, 0) : at + 1]))


def _kills_to_blame(chaos: "Chaos", again: list[int]) -> Counter[int]:
    """For each repeat whose first copy was answered: the kill that came after that copy."""
    messages = chaos.api.messages
    blamed: Counter[int] = Counter()
    for place in again:
        message = messages[place]
        former = [
            earlier
            for earlier in range(place)
            if (messages[earlier].chat_id, messages[earlier].text)
            == (message.chat_id, message.text)
        ]
        if former and former[-1] in chaos.api.unacknowledged:
            continue
        blamed[
            next((n for n, end in enumerate(chaos.ends) if former and end > former[-1]), _NO_KILL)
        ] += 1
    return blamed
