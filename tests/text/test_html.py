import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.html import one_line, plain


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("<p>Satu <b>dua</b></p><p>Tiga</p>", "Satu dua\n\nTiga", id="paragraphs"),
        pytest.param("Satu<br/>dua", "Satu\n\ndua", id="line break"),
        pytest.param("satu\n\ndua\ntiga", "satu\n\ndua tiga", id="plain text keeps blank lines"),
        pytest.param("<p>satu\n\ndua</p>", "satu dua", id="markup folds blank lines"),
        pytest.param("a < b dan 3<5", "a < b dan 3<5", id="signs that are no tags"),
        pytest.param("harga <Rp5 juta", "harga <Rp5 juta", id="sign before a word"),
        pytest.param("Tiga &amp; empat&nbsp;&#8220;ya&#8221;", "Tiga & empat “ya”", id="entities"),
        pytest.param("Rp&amp;nbsp;5 juta", "Rp 5 juta", id="escaped twice"),
        pytest.param("&lt;p&gt;Isi&lt;/p&gt;", "Isi", id="markup escaped twice"),
        pytest.param("&amp;amp;amp;", "&amp;", id="not three times"),
        pytest.param("x<script>if (a<b) {}</script>y", "x y", id="script"),
        pytest.param("x<style>p{}", "x", id="style without an end"),
        pytest.param("<figure><figcaption>Foto</figcaption></figure>Isi", "Isi", id="caption"),
        pytest.param("<iframe src=x />Isi", "Isi", id="closed by itself"),
        pytest.param("<svg>Isi tetap", "Isi tetap", id="widget without an end"),
        pytest.param("<!-- a <b> -->x", "x", id="comment"),
        pytest.param("<![CDATA[isi]]>", "isi", id="cdata"),
        pytest.param("<img alt='a <b> c' src=x>teks", "teks", id="tag inside an attribute"),
        pytest.param("teks <a href='x", "teks", id="cut off inside a tag"),
        pytest.param("AT&T dan Q&A", "AT&T dan Q&A", id="lone ampersands"),
        pytest.param("\u202eabc\u202c\u200f\x00d", "abcd", id="bidi and control characters"),
        pytest.param("\x93kutip\x94", "“kutip”", id="Windows quotes"),
        pytest.param("\ud800x\ufffe", "x", id="no characters at all"),
        pytest.param("e\u0301", "é", id="composed"),
        pytest.param("&#" + "9" * 5000 + ";x", "x", id="reference beyond all characters"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_plain_text(markup: str, text: str) -> None:
    assert plain(markup) == text


def test_a_title_is_one_line() -> None:
    assert one_line("<p>Banjir\n di </p><p>Demak</p>") == "Banjir di Demak"


@pytest.mark.parametrize(
    "bait",
    ["<", "<a ", '<a "', "<!--", "<figcaption>", "<svg></sv", "&", "&#", "&lt;p ", "\n ", "<p>"],
)
def test_bait_is_read_in_linear_time(bait: str) -> None:
    """A quadratic reading of 100,000 repetitions would run into the suite's time limit."""
    assert isinstance(plain(bait * 300_000), str)


def test_combining_marks_are_cut_short() -> None:
    assert len(plain("a" + "\u0300\u0316" * 500_000)) < 50


# Whole words: single characters hardly ever make a tag.
_PIECES = st.sampled_from(
    ["<p>", "</p>", "<br>", "<b", ">", "<script>", "</script>", "<!--", "-->", "&amp;", "&lt;",
     "&", "'", '"', "kata", " ", "\n\n", "\u202e", "\x00", "\x1e", "é", "<figcaption>", "]]>"]
)  # fmt: skip


@given(st.lists(_PIECES | st.text(max_size=3), max_size=30).map("".join))
def test_never_raises_and_leaves_no_trick(markup: str) -> None:
    text = plain(markup)

    assert all(
        character.isprintable() or character == "\n" for character in text if character < "\xa0"
    )
    assert not set(text) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200b")
    assert text == text.strip()
    text.encode()


@given(st.text(alphabet="abc dé.,!?-“”\n", max_size=200))
def test_plain_text_is_left_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)
