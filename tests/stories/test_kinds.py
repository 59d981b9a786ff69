"""What a headline announces."""

import pytest

from bot.stories.kinds import Kind, kinds


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("top 3: harga beras naik", {Kind.ROUNDUP}),
        ("5 berita terpopuler: banjir sampai pemilu", {Kind.ROUNDUP}),
        ("link siaran langsung garuda muda vs samudra fc", {Kind.WATCH}),
        ("susunan pemain garuda muda vs samudra fc", {Kind.LINEUP}),
        ("jelang laga, pelatih samudra fc percaya diri", {Kind.PREVIEW}),
        ("hasil samudra fc vs garuda muda", {Kind.RESULT}),
        ("samudra fc 2-0 garuda muda", {Kind.RESULT}),
        ("babak pertama, samudra fc 1-0 garuda muda", {Kind.HALF_TIME, Kind.RESULT}),
        ("indeks saham ditutup melemah", {Kind.MARKET_CLOSE}),
        ("sosok lintang ayu, pecatur muda", {Kind.PROFILE}),
        ("warga minta tanggul diperbaiki", {Kind.REACTION}),
        ("kronologi perahu terbalik di danau biru", {Kind.ANGLE}),
        ("harga emas 3 maret turun lagi", {Kind.SERIES}),
        ("harga cabai senin pagi", {Kind.SERIES}),
        ("jembatan baru di wonoasri dibangun", set()),
    ],
)
def test_headline_announces(title: str, expected: set[Kind]) -> None:
    assert kinds(title) == expected


@pytest.mark.parametrize(
    "title",
    ["pameran buku 17-20 juni di wonoasri", "rencana kerja 2024-2025", "linkungan", "juaranya"],
)
def test_dates_and_parts_of_words_announce_no_result(title: str) -> None:
    assert not kinds(title) & {Kind.RESULT, Kind.WATCH}
