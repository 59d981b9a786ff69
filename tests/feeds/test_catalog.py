from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadFeedsFile
from bot.feeds.catalog import TopicEntry, parse_text, read
from bot.model import Feed

CASES = Path(__file__).parent / "catalog_cases"
SHIPPED = Path(__file__).parents[2] / "feeds.yaml"


def only_feed(text: str) -> Feed:
    (feed,) = parse_text(text).feeds
    return feed


@pytest.mark.parametrize("case", sorted(CASES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_problem_is_told(case: Path) -> None:
    """The first comment says what the case is about, the others are the problems expected."""
    text = case.read_text(encoding="utf-8")
    comments = [line[2:] for line in text.splitlines() if line.startswith("# ")]

    with pytest.raises(BadFeedsFile) as caught:
        parse_text(text)

    assert list(caught.value.problems) == [f"feeds.yaml:{comment}" for comment in comments[1:]]


def test_address_alone_is_enough() -> None:
    feed = only_feed("feeds:\n  - https://www.satu.example/rss\n")

    assert feed == Feed(url="https://www.satu.example/rss", outlet="satu.example")


def test_address_as_a_key_is_enough() -> None:
    assert only_feed("feeds: [{url: https://satu.example/rss}]").outlet == "satu.example"


def test_long_form_says_everything() -> None:
    feed = only_feed(
        """
        feeds:
          - url: https://satu.example/rss
            outlet: Satu
            section: ekonomi
            language: en
            zone: Asia/Makassar
            interval: 90s
            full_text: true
            headers: {X-Token: abc}
            proxy: http://proxy.example:3128
            weight: 2
            label: kantor berita
            enabled: false
        """
    )

    assert feed == Feed(
        url="https://satu.example/rss",
        outlet="Satu",
        section="ekonomi",
        language="en",
        zone="Asia/Makassar",
        interval=timedelta(seconds=90),
        full_text=True,
        headers=(("X-Token", "abc"),),
        proxy="http://proxy.example:3128",
        weight=2.0,
        label="kantor berita",
        enabled=False,
    )


LAYERS = """
defaults: {zone: Asia/Jayapura, interval: 1h, label: umum}
groups:
  dua:
    outlet: Dua
    interval: 10m
    feeds:
      - https://dua.example/a
      - {url: https://dua.example/b, outlet: Dua B, interval: auto, label: khusus}
feeds:
  - https://satu.example/rss
"""


def test_nearest_word_wins() -> None:
    alone, plain, special = parse_text(LAYERS).feeds

    assert (alone.zone, alone.interval, alone.label) == (
        "Asia/Jayapura",
        timedelta(hours=1),
        "umum",
    )
    assert (plain.outlet, plain.interval, plain.label) == ("Dua", timedelta(minutes=10), "umum")
    assert (special.outlet, special.interval, special.label) == ("Dua B", None, "khusus")


def test_headers_add_up() -> None:
    feed = only_feed(
        """
        defaults: {headers: {X-One: "1", X-Two: "2"}}
        feeds: [{url: https://satu.example/rss, headers: {x-two: b}}]
        """
    )

    assert feed.headers == (("X-One", "1"), ("x-two", "b"))


def test_yaml_1_1_words_stay_texts() -> None:
    feed = only_feed(
        "feeds: [{url: https://satu.example/rss, language: no, outlet: on, section: 12:30}]"
    )

    assert (feed.language, feed.outlet, feed.section) == ("no", "on", "12:30")


def test_topics_are_read_in_both_forms() -> None:
    catalog = parse_text(
        """
        feeds: [https://satu.example/rss]
        topics:
          ikn: {name: {id: IKN, en: New capital}, any: ["=IKN"]}
          sawit: {name: Kelapa sawit, all: [sawit, ekspor], not: [sawit hias]}
        """
    )

    assert catalog.topics == (
        TopicEntry(key="ikn", names={"id": "IKN", "en": "New capital"}, any=("=IKN",)),
        TopicEntry(
            key="sawit",
            names={"id": "Kelapa sawit"},
            all=("sawit", "ekspor"),
            not_=("sawit hias",),
        ),
    )


def test_shipped_file_is_good() -> None:
    catalog = read(SHIPPED)

    assert 35 <= len(catalog.feeds) <= 50
    assert len({feed.outlet for feed in catalog.feeds}) >= 20


@pytest.mark.parametrize("outlet", ["ANTARA", "CNN Indonesia", "CNBC Indonesia"])
def test_shipped_file_respects_terms(outlet: str) -> None:
    """These outlets' terms speak against fetching their pages."""
    feeds = [feed for feed in read(SHIPPED).feeds if feed.outlet == outlet]

    assert feeds
    assert not any(feed.full_text for feed in feeds)


def test_shipped_file_leaves_the_bbc_out() -> None:
    assert not any(feed.enabled for feed in read(SHIPPED).feeds if "bbc" in feed.url)


def test_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadFeedsFile, match=r"feeds.yaml:1:1: there is no such file"):
        read(tmp_path / "feeds.yaml")


def test_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadFeedsFile, match="can not be read"):
        read(tmp_path)


def test_other_encoding_is_said_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_bytes(b"feeds:\n  - {url: https://a.example/, outlet: Caf\xe9}\n")

    with pytest.raises(BadFeedsFile, match=r"feeds.yaml:2:42: this is not UTF-8"):
        read(path)


def test_byte_order_mark_and_dos_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_bytes(b"\xef\xbb\xbffeeds:\r\n  - https://satu.example/rss\r\n")

    assert [feed.url for feed in read(path).feeds] == ["https://satu.example/rss"]


@given(st.text(alphabet="-:[]{}'\"&*!#<>|%@`, \n\tfeedsurl1.~é\x07", max_size=80))
def test_any_text_gives_feeds_or_problems(text: str) -> None:
    assert_read_or_refused(text)


@given(st.data())
def test_damaged_file_gives_feeds_or_problems(data: st.DataObject) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 200)))
    assert_read_or_refused(
        text[:start] + data.draw(st.sampled_from(["", "\t", ": ", "["])) + text[end:]
    )


def assert_read_or_refused(text: str) -> None:
    try:
        problems: tuple[str, ...] = () if parse_text(text).feeds else ("no feeds",)
    except BadFeedsFile as error:
        problems = error.problems or ("no problem told",)
    for problem in problems:
        name, line, column, sentence = problem.split(":", 3)
        assert name == "feeds.yaml"
        assert 1 <= int(line) <= text.count("\n") + 2
        assert int(column) >= 1
        assert sentence.strip()
