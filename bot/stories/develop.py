"""What is new in a story that goes on: sentences with numbers and names unlike all before."""

from collections.abc import Sequence

from bot.model import Report


def new_facts(old: Sequence[Report], new: Sequence[Report]) -> tuple[str, ...]:
    """The new reports' sentences that say what no old one did; empty for mere copies."""
    raise NotImplementedError
