from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.dates import parse_date

MORNING = datetime(2021, 2, 13, 3, 0, tzinfo=UTC)  # 10.00 in Jakarta


@pytest.mark.parametrize(
    "raw",
    [
        "Sat, 13 Feb 2021 10:00:00 +0700",
        "Sat, 13 Feb 2021 10:00:00 WIB",
        "Sat, 13 Feb 2021 11:00:00 WITA",
        "Sat, 13 Feb 2021 12:00 WIT",
        "Sat, 13 Feb 2021 03:00:00 GMT",
        "Fri, 12 Feb 2021 22:00:00 EST",
        "Sat, 13 Feb 2021 10:00:00 GMT+7",
        "Sabtu, 13 Februari 2021 10.00 WIB",
        "Sabtu, 13 Februari 2021 pukul 10.00.00",
        "Sab, 13 Peb 2021 | 10:00 WIB",
        "Sabtu, 13/02/2021, 10:00 WIB",
        "Jum'at, 13 Feb 2021 10:00 (WIB)",
        "13 Feb 21 10:00 +0700",
        "13-Feb-2021 10:00",
        "2021-02-13T10:00:00+07:00",
        "2021-02-13T03:00:00Z",
        "2021-02-13T03:00:00.616+0000",
        "2021-02-13T10:00:00",
        "2021-02-13 10:00:00 +0700 WIB",
        "20210213T030000Z",
        "2021/2/13 10:00:00",
        "February 13, 2021 10:00 am",
        "Sat Feb 13 10:00:00 2021",
        "Feb 13 21 10:00",
        "Sat, 13 Feb 2021 10 WIB",
        "13 Feb 2021 10am",
        "Sat, 13 Feb 2021 03:00:00 Etc/GMT",
        "Fri, 12 Feb 2021 22:00 ET",
        "Sat, 2021/02/13 10:00:00 WIB",
        "2021-02-13T03Z",
        "2021-044T03:00:00Z",
        "2021-W06-6T03:00Z",
        "21-02-13T03:00:00Z",
        "20210213100000",
        "Sabtu, 13 Februari 2021 | 10:00:00 Waktu Indonesia Barat",
        "sam., 13 févr. 2021 10:00",
        "Sa, 13 Februar 2021 10:00",
        "13 de febrero de 2021 10:00",
        "Σαβ, 13 Φεβ 2021 10:00",
        "2021-február-13T4:00+01:00",
        "2021년 02월  13일  12:00:00",
        "2021年2月13日 午前10:00",
        "1613185200",
        "1613185200999",
    ],
)
def test_forms_of_one_moment(raw: str) -> None:
    assert parse_date(raw, zone="Asia/Jakarta") == MORNING


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "kemarin",
        "Sat, 31 Feb 2021 10:00:00 GMT",
        "Sat, 13 Feb 2021 25:00:00 GMT",
        "0001-01-01T00:00:00Z",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "9999-12-31T23:59:59-14:00",
        "13 de febrero",
        "2021-W60-1",
    ],
)
def test_what_is_no_possible_date(raw: str) -> None:
    assert parse_date(raw, zone="Asia/Jakarta") is None


def test_year_first_is_month_then_day() -> None:
    found = parse_date("2020/1/10 14:33:00", zone="UTC")

    assert found == datetime(2020, 1, 10, 14, 33, tzinfo=UTC)


def test_american_order_only_when_it_must_be() -> None:
    assert parse_date("02/13/2021", zone="UTC") == datetime(2021, 2, 13, tzinfo=UTC)
    assert parse_date("02/03/2021", zone="UTC") == datetime(2021, 3, 2, tzinfo=UTC)


def test_unknown_zone_setting_is_utc() -> None:
    assert parse_date("2021-02-13T03:00:00", zone="Mars/Olympus") == MORNING


def test_midnight_may_be_written_as_24() -> None:
    found = parse_date("Sat, 13 Feb 2021 24:00 GMT", zone="UTC")

    assert found == datetime(2021, 2, 14, tzinfo=UTC)


MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"


# Hypothesis wants naive bounds; the test makes the moment aware.
FIRST, LAST = datetime(1971, 1, 2), datetime(2199, 12, 30)  # noqa: DTZ001 -- see above


@given(st.datetimes(FIRST, LAST).map(lambda moment: moment.replace(microsecond=0)))
def test_what_is_written_is_read_back(moment: datetime) -> None:
    aware = moment.replace(tzinfo=UTC)
    month = MONTHS.split()[moment.month - 1]

    assert parse_date(aware.isoformat(), zone="Asia/Jakarta") == aware
    assert parse_date(f"{moment.day} {month} {moment:%Y %H.%M.%S} UTC", zone="UTC") == aware
    assert parse_date(f"{moment:%a, %d %b %Y %H:%M:%S} GMT", zone="Asia/Jakarta") == aware


@given(st.text(max_size=200))
def test_any_text_is_a_date_or_none(raw: str) -> None:
    found = parse_date(raw, zone="Asia/Jakarta")

    assert found is None or found.tzinfo is UTC
