"""Moments and durations keep their microsecond; a moment without a zone is refused."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from storage.columns import Duration, UtcDateTime, to_microseconds


@given(st.datetimes(timezones=st.just(UTC)))
def test_moment_comes_back(moment: datetime) -> None:
    dialect = sqlite.dialect()
    number = UtcDateTime().process_bind_param(moment, dialect)

    assert UtcDateTime().process_result_value(number, dialect) == moment


@given(st.timedeltas())
def test_duration_comes_back(duration: timedelta) -> None:
    dialect = sqlite.dialect()
    number = Duration().process_bind_param(duration, dialect)

    assert Duration().process_result_value(number, dialect) == duration


def test_other_zone_is_the_same_moment() -> None:
    jakarta = timezone(timedelta(hours=7))

    assert to_microseconds(datetime(1970, 1, 1, 7, tzinfo=jakarta)) == 0


def test_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 24, 6)  # noqa: DTZ001 -- the very mistake that is refused

    with pytest.raises(ValueError, match="without a zone"):
        to_microseconds(naive)
