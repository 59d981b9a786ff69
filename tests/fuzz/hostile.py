"""Strategies: pieces that have broken readers of feeds and pages, in any order, cut anywhere."""

from hypothesis import strategies as st

_PIECES = (
    b"<?xml version='1.0' encoding='utf-8'?>",
    b"<?xml version='1.0' encoding='x-none'?>",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x00",
    b"<rss version='2.0'><channel>",
    b"<feed xmlns='http://www.w3.org/2005/Atom'>",
    b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>",
    b"<item>",
    b"</item>",
    b"<entry>",
    b"</entry>",
    b"<title>Panen <b>padi</b> &amp; harga</title>",
    b"<title type='html'>&lt;script&gt;alert(1)&lt;/script&gt;</title>",
    b"<link>javascript:alert(1)</link>",
    b"<link href='//contoh.id/a'/>",
    b"<link>https://contoh.id/berita/1</link>",
    b"<guid isPermaLink='true'>../../etc/passwd</guid>",
    b"<pubDate>Senin, 31 Februari 2026 25:61 WIB</pubDate>",
    b"<pubDate>Thu, 01 Jan 99999 00:00:00 GMT</pubDate>",
    b"<description><![CDATA[<p>Isi</p><img src=x onerror=alert(1)>]]></description>",
    b"<description>" + b"kata " * 300 + b"</description>",
    b"<!DOCTYPE x [<!ENTITY a '&b;&b;&b;'><!ENTITY b SYSTEM 'file:///etc/passwd'>]>",
    b"&a;",
    b"&#x110000;",
    b"&#0;",
    b"<![CDATA[",
    b"]]>",
    b"<" * 40,
    b"<div>" * 200,
    b"</channel></rss>",
    b"</feed>",
    b'{"version": "https://jsonfeed.org/version/1.1", "items": [',
    b'{"id": 1e999, "url": ["x"], "title": null, "content_html": "<b>"}',
    b"]}",
    b"<html><body><article><p>",
    b"</p><p>Warga menunggu bantuan di halaman balai desa sejak pagi hari.</p>",
    b"<script>while(1){}</script><style>p{}</style><noscript>",
    b"<p hidden>" + b"\xe2\x80\xae" + b"terbalik</p>",
)

_bytes = st.one_of(st.sampled_from(_PIECES), st.binary(max_size=12))


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """A document of hostile pieces, perhaps cut short."""
    whole = b"".join(draw(st.lists(_bytes, max_size=24)))
    return whole[: draw(st.integers(0, len(whole)))] if draw(st.booleans()) else whole


words = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                *("irak", "AND", "atau", "-", "(", ")", '"', "sumber:", "topik:", "~", "*", ":"),
                *("<b>", "</a>", "&amp;", "&", "<", '">', "\u202e", "\u200b", "😀", "\x00", " "),
                *("javascript:", "https://contoh.id/?a=b&c", "tg://user?id=1", "é", "\n"),
            ]
        ),
        max_size=20,
    ).map("".join),
)
