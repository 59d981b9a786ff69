"""What somebody looks for is read as words, phrases and refusals."""

import pytest

from bot.chat.wanted import read_search
from bot.reading import Search


@pytest.mark.parametrize(
    ("written", "words", "without"),
    [
        ("harga beras", ("harga", "beras"), ()),
        ('"harga beras" karawang', ("harga beras", "karawang"), ()),
        ("“harga  beras”", ("harga beras",), ()),
        ("beras -impor", ("beras",), ("impor",)),
        ('beras -"beras ketan"', ("beras",), ("beras ketan",)),
        ('"belum ditutup', ("belum ditutup",), ()),
        ("beras beras", ("beras",), ()),
        ("PT-DI", ("PT-DI",), ()),
        ("beras - impor", ("beras", "impor"), ()),
    ],
)
def test_reads(written: str, words: tuple[str, ...], without: tuple[str, ...]) -> None:
    assert read_search(written) == Search(words=words, without=without)


@pytest.mark.parametrize("written", ["", "   ", '""', "-impor", "?!", "-"])
def test_nothing_to_look_for(written: str) -> None:
    assert read_search(written) is None


def test_long_questions_are_cut() -> None:
    search = read_search(" ".join(f"kata{number}" for number in range(50)))

    assert search is not None
    assert len(search.words) == 8
