"""Telegram's HTML: nothing hostile gets through, and lengths are Telegram's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.markup import (
    BadMarkup,
    bold,
    clean,
    escape,
    italic,
    link,
    measure,
    quote,
    safe_link,
)


class TestMeasure:
    @pytest.mark.parametrize(
        ("html", "length", "entities"),
        [
            pytest.param("halo", 4, 0, id="plain"),
            pytest.param("<b>halo</b>", 4, 1, id="one style"),
            pytest.param("<b>1. <a href='https://a.example/'>ha</a></b>", 5, 2, id="nested"),
            pytest.param("&lt;&amp;&gt;&quot;", 4, 0, id="known references"),
            pytest.param("&#65;&#x42;", 2, 0, id="numbers"),
            pytest.param("&nbsp;", 6, 0, id="unknown reference stays"),
            pytest.param("  <b>halo</b>\n ", 4, 1, id="ends are trimmed"),
            pytest.param("halo<b> </b>", 4, 0, id="style of trimmed space"),
            pytest.param("<b></b>halo", 4, 0, id="empty style"),
            pytest.param("😀😀", 2, 0, id="code points, not UTF-16"),
            pytest.param("a\rb\u202ec\x07", 3, 0, id="vanishing and control characters"),
            pytest.param('<a href="javascript:x()">y</a>', 1, 0, id="link that vanishes"),
            pytest.param('<a href="http://lokal/">y</a>', 1, 0, id="host without a dot"),
            pytest.param(
                '<pre><code class="language-py">x</code></pre>', 1, 1, id="code with language"
            ),
            pytest.param("<blockquote expandable>a\nb</blockquote>", 3, 1, id="expandable"),
        ],
    )
    def test_counts_as_telegram_does(self, html: str, length: int, entities: int) -> None:
        measured = measure(html)

        assert (measured.length, measured.entities) == (length, entities)

    @pytest.mark.parametrize(
        "html",
        ["<p>a</p>", "a < b", "<b>a", "a</b>", "<b><i>a</b></i>", "<br>", "<b"],
    )
    def test_refuses_what_telegram_refuses(self, html: str) -> None:
        with pytest.raises(BadMarkup):
            measure(html)

    @given(st.text())
    def test_escaped_text_is_always_valid(self, text: str) -> None:
        assert measure(escape(text)).entities == 0

    @given(st.text(min_size=1).map(clean).filter(bool), st.booleans())
    def test_building_blocks_nest(self, text: str, expandable: bool) -> None:
        html = bold(italic(link(text, "https://a.example/?a=1&b=2")))

        assert measure(html + quote(text, expandable=expandable)).text == text + text

    def test_limits_are_inclusive(self) -> None:
        assert measure("x" * 4096).fits
        assert not measure("x" * 4097).fits
        assert measure("<b>x</b> " * 100).fits
        assert not measure("<b>x</b> " * 101).fits

    def test_source_has_a_limit_too(self) -> None:
        address = "https://a.example/" + "a" * 3900

        assert not measure(f'<a href="{address}">x</a> ' * 9).fits


class TestSafeLink:
    @pytest.mark.parametrize(
        "url",
        [
            "https://berita.example/a?b=1&c=2#d",
            "http://127.0.0.1:8080/x",
            "https://berita.example:8443/",
            "https://bücher.example/ä",
            "HTTPS://BERITA.EXAMPLE/",
        ],
    )
    def test_news_addresses_pass(self, url: str) -> None:
        assert safe_link(url) == url

    @pytest.mark.parametrize(
        "url",
        [
            pytest.param("", id="empty"),
            pytest.param("javascript:alert(1)", id="script"),
            pytest.param("data:text/html,x", id="data"),
            pytest.param("tg://user?id=1", id="telegram's own"),
            pytest.param("//berita.example/a", id="no scheme"),
            pytest.param("https://", id="no host"),
            pytest.param("https:///a", id="empty host"),
            pytest.param("https://lokal/a", id="no dot"),
            pytest.param("https://bank.example@jahat.example/", id="hidden host"),
            pytest.param("https://a.example:99999/", id="impossible port"),
            pytest.param("https://[::1]/", id="IPv6 literal"),
            pytest.param("https://[x/", id="broken literal"),
            pytest.param("https://a.example/b c", id="space"),
            pytest.param('https://a.example/"><b>', id="markup"),
            pytest.param("https://a.example/\u202egpj.exe", id="bidi"),
            pytest.param("https://a.example/\nb", id="line end"),
            pytest.param("https://a.example/" + "a" * 5000, id="endless"),
            pytest.param("https://a..example/", id="empty label"),
        ],
    )
    def test_others_become_plain_text(self, url: str) -> None:
        assert link("Judul <1>", url) == "Judul &lt;1&gt;"


class TestClean:
    @pytest.mark.parametrize(
        ("text", "cleaned"),
        [
            ("  a \n\t b ", "a b"),
            ("a\u202eb\u200bc", "abc"),
            ("a\x00b\x1b[1mc", "a b [1mc"),
            ("a\ud800b", "ab"),
            ("👩\u200d🚀", "👩\u200d🚀"),
            ("\u200b\u2066", ""),
        ],
        ids=["space", "invisible", "control", "half a character", "joined emoji", "nothing"],
    )
    def test_hidden_characters_vanish(self, text: str, cleaned: str) -> None:
        assert clean(text) == cleaned

    def test_long_text_is_cut_at_a_word(self) -> None:
        assert clean("satu dua tiga", 10) == "satu dua…"

    def test_endless_word_is_cut_anyway(self) -> None:
        assert clean("a" * 50, 10) == "a" * 9 + "…"

    @given(st.text(), st.integers(1, 50))
    def test_never_longer_than_the_limit(self, text: str, limit: int) -> None:
        assert len(clean(text, limit)) <= limit

    @given(st.text())
    def test_cleaning_twice_changes_nothing(self, text: str) -> None:
        assert clean(clean(text)) == clean(text)
