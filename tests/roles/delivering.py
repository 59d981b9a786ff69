"""A delivery scene in memory and virtual time."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast

from bot.model import RoleReport
from bot.ports import Outbox, SubscriberStore
from bot.roles.deliver import deliver_round
from bot.roles.outcomes import DeliveryPolicy, Problem
from bot.roles.pacing import Pace, Pacer
from tests.fakes.clock import START, FakeClock
from tests.fakes.messenger import FakeMessenger
from tests.fakes.outbox import MemoryOutbox, MemorySubscribers

SECOND = timedelta(seconds=1)


@dataclass
class Scene:
    """Everything a round touches; `run` is one round."""

    clock: FakeClock = field(default_factory=FakeClock)
    outbox: MemoryOutbox = field(default_factory=MemoryOutbox)
    pacer: Pacer = field(default_factory=lambda: Pacer(Pace(per_second=10, catch_up=timedelta(0))))
    policy: DeliveryPolicy = field(default_factory=DeliveryPolicy)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.messenger = FakeMessenger(self.clock)
        self.subscribers = MemorySubscribers(self.outbox)

    async def run(self) -> RoleReport:
        async def note(problem: Problem) -> None:
            self.problems.append(problem)

        return await deliver_round(
            cast(Outbox, self.outbox),  # the part that delivery uses
            cast(SubscriberStore, self.subscribers),
            self.messenger,
            self.pacer,
            self.clock,
            policy=self.policy,
            on_problem=note,
        )

    def moments(self) -> list[float]:
        return [round((each.at - START).total_seconds(), 3) for each in self.messenger.sent]
