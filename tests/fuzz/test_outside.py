"""Nothing from outside raises what is not ours, and nothing of it becomes markup."""

import contextlib
from datetime import UTC, datetime
from urllib.parse import urlsplit

from hypothesis import example, given

from bot.chat import markup
from bot.chat.callbacks import decode, encode, fits
from bot.feeds.page import extract
from bot.feeds.parse import parse
from bot.stories.topics import queries
from bot.stories.topics.grammar import QueryError
from tests.fakes import botapi_html
from tests.fuzz.hostile import documents, words

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@given(documents())
def test_any_document_is_entries_or_complaints(document: bytes) -> None:
    found = parse(document, url="https://contoh.id/rss", now=NOW)

    assert found.kind or found.complaints or not found.entries
    for entry in found.entries:
        assert urlsplit(entry.link).scheme in {"", "http", "https"}
        assert entry.published.tzinfo is not None if entry.published else True
        assert "<script" not in entry.title + entry.text


@given(documents())
def test_any_page_is_text_without_scripts(document: bytes) -> None:
    text = extract(document, "https://contoh.id/berita/1")

    assert "while(1)" not in text
    assert "\x00" not in text


@given(words)
@example("(" * 500)
@example('"' * 499)
@example("-" * 500)
def test_any_own_topic_is_understood_or_refused_at_a_character(typed: str) -> None:
    refused_at = 0
    try:
        query = queries.parse(typed)
        query.matches("Panen padi naik", "Harga beras turun di Irak.", (), "Antara")
    except QueryError as error:
        refused_at = error.position

    assert 0 <= refused_at <= len(typed)


@given(words)
def test_any_button_data_is_ours_or_nothing(data: str) -> None:
    press = decode(data)

    if press is not None and fits(press.act, *press.values):
        assert encode(press.act, *press.values) == data


@given(words, words)
def test_no_text_becomes_markup(title: str, address: str) -> None:
    html = markup.bold(markup.clean(title)) + " x " + markup.quote(title, expandable=True)
    safe = markup.safe_link(address)
    if safe:
        html = markup.Html(html + markup.link("baca", safe))

    shown = botapi_html.parse(html)

    kinds = [entity.type for entity in shown.entities]
    assert set(kinds) <= {"bold", "blockquote", "expandable_blockquote", "text_link"}
    assert kinds.count("text_link") == (1 if safe else 0)
    assert not safe or urlsplit(safe).scheme in {"http", "https"}


@given(words)
def test_measuring_any_text_ends(text: str) -> None:
    with contextlib.suppress(markup.BadMarkup):
        assert markup.measure(text).length <= len(text)
