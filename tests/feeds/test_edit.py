"""One feed more, every other character the same."""

import pytest

from bot.feeds.catalog import parse_text
from bot.feeds.edit import CannotEdit, with_feed

URL = "https://tiga.example/rss"
CASES = {
    "empty": ("", "feeds:\n  - https://tiga.example/rss\n"),
    "comment only": ("# kosong\n", "# kosong\nfeeds:\n  - https://tiga.example/rss\n"),
    "block": (
        "feeds:\n- https://satu.example/ # tetap\n# akhir\n\ntopics: {}\n",
        "feeds:\n- https://satu.example/ # tetap\n- https://tiga.example/rss\n"
        "# akhir\n\ntopics: {}\n",
    ),
    "long form": (
        "feeds:\n    - url: https://satu.example/\n      headers:\n        X: y\n\ndefaults: {}\n",
        "feeds:\n    - url: https://satu.example/\n      headers:\n        X: y\n"
        "    - https://tiga.example/rss\n\ndefaults: {}\n",
    ),
    "no end of line": (
        "feeds:\n  - https://satu.example/",
        "feeds:\n  - https://satu.example/\n  - https://tiga.example/rss\n",
    ),
    "brackets": (
        "feeds: [https://satu.example/]  # satu\n",
        "feeds: [https://satu.example/, https://tiga.example/rss]  # satu\n",
    ),
    "empty brackets": ("feeds: []\n", "feeds: [https://tiga.example/rss]\n"),
    "braces in a list": (
        "feeds:\n  - {url: https://satu.example/,\n     outlet: Satu}\n",
        "feeds:\n  - {url: https://satu.example/,\n     outlet: Satu}\n"
        "  - https://tiga.example/rss\n",
    ),
    "groups only": (
        "groups:\n  a: {feeds: [https://satu.example/]}\n",
        "groups:\n  a: {feeds: [https://satu.example/]}\nfeeds:\n  - https://tiga.example/rss\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_one_line_more(before: str, after: str) -> None:
    assert with_feed(before, URL) == after
    assert URL in {feed.url for feed in parse_text(after).feeds}


@pytest.mark.parametrize(
    "outlet", ["Warta: Pagi", "a, b", "{x}", 'kata "kutip"', "#1", "no", "123", "- x", "é"]
)
def test_any_name_reads_back(outlet: str) -> None:
    [feed] = parse_text(with_feed("", URL, outlet)).feeds

    assert feed.outlet == outlet


def test_address_with_marks_reads_back() -> None:
    url = "https://tiga.example/rss?a=1&b={x},y#z"

    [feed] = parse_text(with_feed("", url, "Tiga")).feeds

    assert feed.url == url


@pytest.mark.parametrize("text", ["- a\n", "feeds: 7\n", "feeds: {a: b}\n"])
def test_what_only_a_person_can_edit(text: str) -> None:
    with pytest.raises(CannotEdit):
        with_feed(text, URL)
