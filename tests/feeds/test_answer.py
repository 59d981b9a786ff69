from datetime import timedelta

import pytest

from bot.feeds.answer import fresh_for, kept_headers, retry_after

DATE = "Mon, 02 Feb 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after": "120"}, timedelta(minutes=2)),
        ({"retry-after": "Mon, 02 Feb 2026 10:05:00 GMT", "date": DATE}, timedelta(minutes=5)),
        ({"retry-after": "Mon, 02 Feb 2026 09:00:00 GMT", "date": DATE}, timedelta()),
        ({"retry-after": "Mon, 02 Feb 2026 10:05:00 GMT"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({}, None),
    ],
)
def test_retry_after(headers: dict[str, str], wait: timedelta | None) -> None:
    assert retry_after(headers) == wait


@pytest.mark.parametrize(
    ("value", "age"),
    [
        ("public, max-age=300", timedelta(minutes=5)),
        ("s-maxage=9", None),
        ("no-cache", None),
        ("", None),
    ],
)
def test_cache_control(value: str, age: timedelta | None) -> None:
    assert fresh_for({"cache-control": value}) == age


def test_long_headers_are_cut() -> None:
    assert kept_headers({"etag": "x" * 5000, "set-cookie": "y"}) == {"etag": "x" * 1000}
