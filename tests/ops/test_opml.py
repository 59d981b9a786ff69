import io
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bot.errors import BadFeedsFile, GiveUpItem
from bot.feeds.catalog import parse_text
from bot.model import Feed
from bot.ops.opml import Listed, export_file, feeds_yaml, import_file, read_opml, write_opml

NESTED = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head><title>Langganan</title></head>
  <body>
    <outline text="Satu" type="rss" xmlUrl="https://satu.example/rss" htmlUrl="https://satu.example"/>
    <outline text="Ekonomi">
      <outline title="Dua &amp; Tiga" text="x" xmlUrl="https://dua.example/rss" language="en-US"/>
      <outline text="Pasar">
        <outline text="Empat" XMLURL="https://empat.example/rss"/>
      </outline>
    </outline>
  </body>
</opml>"""


def opml(body: str) -> bytes:
    return f'<opml version="1.0"><body>{body}</body></opml>'.encode()


def test_folders_are_kept() -> None:
    assert read_opml(NESTED).feeds == (
        Listed(url="https://satu.example/rss", title="Satu"),
        Listed(
            url="https://dua.example/rss", title="Dua & Tiga", folder=("Ekonomi",), language="en"
        ),
        Listed(url="https://empat.example/rss", title="Empat", folder=("Ekonomi", "Pasar")),
    )


def test_import_is_a_good_feeds_file() -> None:
    feeds = parse_text(feeds_yaml(read_opml(NESTED).feeds)).feeds

    assert [(feed.outlet, feed.section, feed.language) for feed in feeds] == [
        ("Satu", "", "id"),
        ("Dua & Tiga", "Ekonomi", "en"),
        ("Empat", "Pasar", "id"),
    ]


def test_imported_lines_are_readable() -> None:
    listed = Listed(url="https://dua.example/rss", title="Satu: Dua", folder=("Ekonomi",))

    assert feeds_yaml([listed]) == (
        "# yaml-language-server: $schema=feeds.schema.json\n"
        "groups:\n"
        "  ekonomi:\n"
        "    section: Ekonomi\n"
        "    feeds:\n"
        "      - url: https://dua.example/rss\n"
        '        outlet: "Satu: Dua"\n'
    )


def test_folders_of_one_name_stay_apart() -> None:
    feeds = [
        Listed(url="https://satu.example/", folder=("A", "B")),
        Listed(url="https://dua.example/", folder=("A B",)),
    ]

    assert "  a-b:\n" in feeds_yaml(feeds)
    assert "  a-b-2:\n" in feeds_yaml(feeds)


@pytest.mark.parametrize(
    ("written", "url"),
    [
        pytest.param("feed://satu.example/rss", "https://satu.example/rss", id="feed-scheme"),
        pytest.param("feed:http://satu.example/", "http://satu.example/", id="feed-prefix"),
        pytest.param("  https://satu.example/  ", "https://satu.example/", id="blanks"),
    ],
)
def test_odd_addresses_are_understood(written: str, url: str) -> None:
    assert [feed.url for feed in read_opml(opml(f'<outline xmlUrl="{written}"/>')).feeds] == [url]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "satu.example/rss"])
def test_other_addresses_are_left_out_aloud(url: str) -> None:
    found = read_opml(opml(f'<outline text="Satu" xmlUrl="{url}"/>'))

    assert found.feeds == ()
    assert found.complaints == (f"{url!r} (Satu): no web address, left out",)


def test_second_copy_is_left_out_aloud() -> None:
    found = read_opml(
        opml(
            '<outline xmlUrl="https://satu.example/rss"/>'
            '<outline xmlUrl="http://www.satu.example/rss/"/>'
        )
    )

    assert len(found.feeds) == 1
    assert found.complaints == (
        "http://www.satu.example/rss/: listed twice, the second is left out",
    )


def test_bare_ampersand_is_survived() -> None:
    found = read_opml(opml('<outline text="A & B" xmlUrl="https://satu.example/?a=1&b=2"/>'))

    assert len(found.feeds) == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "this is not OPML", id="empty"),
        pytest.param(b"<html><body/></html>", "first element must be <opml>", id="page"),
        pytest.param(b"{}", "this is not OPML", id="json"),
        pytest.param(
            b'<!DOCTYPE o [<!ENTITY a "b">]><opml><body/></opml>', "declares entities", id="bomb"
        ),
        pytest.param(
            '<!DOCTYPE o [<!ENTITY a "b">]><opml/>'.encode("utf-16"),
            "declares entities",
            id="bomb-in-utf-16",
        ),
    ],
)
def test_other_files_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(GiveUpItem, match=reason):
        read_opml(data)


def test_outside_files_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret", encoding="utf-8")
    data = f'<!DOCTYPE opml SYSTEM "{secret}"><opml><body>&x;</body></opml>'.encode()

    assert read_opml(data).feeds == ()


def test_deep_folders_do_no_harm() -> None:
    depth = 200
    body = '<outline text="a">' * depth + '<outline xmlUrl="https://satu.example/"/>'

    (feed,) = read_opml(opml(body + "</outline>" * depth)).feeds

    assert len(feed.folder) == depth


def test_export_has_desks_as_folders() -> None:
    root = etree.fromstring(
        write_opml(
            [
                Feed(url="https://satu.example/a?b=1&c=2", outlet="Satu & Co"),
                Feed(url="https://dua.example/", outlet="Dua", section="ekonomi", language="en"),
            ]
        ).encode()
    )

    assert root.xpath("body/outline/@xmlUrl") == ["https://satu.example/a?b=1&c=2"]
    assert root.xpath("body/outline[@text='ekonomi']/outline/@text") == ["Dua"]
    assert root.xpath("//outline[@type='rss']/@language") == ["id", "en"]


names = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=90)


@given(st.lists(st.tuples(names, names), max_size=5))
def test_any_titles_give_a_good_feeds_file(titles: list[tuple[str, str]]) -> None:
    feeds = [
        Feed(url=f"https://host{index}.example/", outlet=outlet, section=section.strip())
        for index, (outlet, section) in enumerate(titles)
    ]
    listed = read_opml(write_opml(feeds).encode()).feeds

    assert {feed.url for feed in listed} == {feed.url for feed in feeds}
    if listed:
        written = parse_text(feeds_yaml(listed)).feeds
        assert {feed.url for feed in written} == {feed.url for feed in feeds}


class Stdin(NamedTuple):
    buffer: io.BytesIO


def test_import_prints_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "list.opml"
    file.write_bytes(NESTED)

    assert import_file(file) == 0
    assert "- url: https://satu.example/rss" in capsys.readouterr().out


def test_import_of_nothing_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "list.opml"
    file.write_bytes(opml(""))

    assert import_file(file) == 1
    assert "no feed is listed" in capsys.readouterr().err


def test_import_of_a_missing_file_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_file(tmp_path / "list.opml") == 1
    assert "can not be read" in capsys.readouterr().err


def test_import_reads_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Stdin(io.BytesIO(NESTED)))

    assert import_file(None) == 0
    assert "outlet: Empat" in capsys.readouterr().out


def test_export_leaves_disabled_feeds_out(tmp_path: Path) -> None:
    feeds, out = tmp_path / "feeds.yaml", tmp_path / "list.opml"
    feeds.write_text(
        "feeds: [https://satu.example/, {url: https://dua.example/, enabled: false}]",
        encoding="utf-8",
    )

    assert export_file(feeds, out) == 0
    assert [feed.url for feed in read_opml(out.read_bytes()).feeds] == ["https://satu.example/"]


def test_export_prints_without_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feeds = tmp_path / "feeds.yaml"
    feeds.write_text("feeds: [https://satu.example/]", encoding="utf-8")

    assert export_file(feeds, None) == 0
    assert 'xmlUrl="https://satu.example/"' in capsys.readouterr().out


def test_export_to_a_bad_place_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feeds = tmp_path / "feeds.yaml"
    feeds.write_text("feeds: [https://satu.example/]", encoding="utf-8")

    assert export_file(feeds, tmp_path / "none" / "list.opml") == 1
    assert "can not be written" in capsys.readouterr().err


def test_export_of_a_bad_feeds_file_is_said(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds.yaml"
    feeds.write_text("feed: []", encoding="utf-8")

    with pytest.raises(BadFeedsFile):
        export_file(feeds, None)
