"""Small pictures of numbers: where their bars and points stand."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 24
WIDTH = 5  # of one step


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar of a picture that is HEIGHT high."""

    left: int
    top: float
    height: float
    value: int


def bars(values: Sequence[int]) -> tuple[Bar, ...]:
    """The highest fills the picture; what is above zero can be seen."""
    most = max(values, default=0) or 1
    found = []
    for place, value in enumerate(values):
        height = round(max(value / most * HEIGHT, 1.5), 1) if value else 0.5
        found.append(
            Bar(left=place * WIDTH, top=round(HEIGHT - height, 1), height=height, value=value)
        )
    return tuple(found)


def width(values: Sequence[int]) -> int:
    return len(values) * WIDTH
