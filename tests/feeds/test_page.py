import pytest

from bot.feeds.page import extract

PARAGRAPHS = [
    "Pemerintah kabupaten membuka kembali jembatan gantung di Desa Lubuk Sari pada Senin pagi "
    "sesudah perbaikan selama empat bulan.",
    "Kepala dinas pekerjaan umum mengatakan jembatan itu kini mampu menahan beban dua ton dan "
    "boleh dilewati sepeda motor.",
    "Warga menyambut pembukaan itu karena perjalanan ke pasar menjadi satu jam lebih singkat "
    "daripada memutar lewat jalan provinsi.",
]
NOISE = [
    "Baca juga: Harga Beras Naik Lagi di Pasar Induk",
    "ADVERTISEMENT",
    "SCROLL TO CONTINUE WITH CONTENT",
    "Simak video pilihan di bawah ini",
    "Editor: Sari Laut",
    "Komentar",
]


def page(encoding: str = "utf-8") -> bytes:
    body = "".join(
        f"<p>{paragraph}</p><p>{noise}</p>"
        for paragraph, noise in zip(PARAGRAPHS * 2, NOISE, strict=True)
    )
    return (
        f"<!doctype html><html lang=id><head><meta charset={encoding}><title>Jembatan</title>"
        f"</head><body><nav><a href=/>Beranda</a></nav><article><h1>Jembatan dibuka</h1>{body}"
        "</article><footer>Copyright 2026</footer></body></html>"
    ).encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
def test_article_without_machinery(encoding: str) -> None:
    text = extract(page(encoding), "https://a.example/1")

    assert [part for part in text.split("\n\n") if part in PARAGRAPHS][:3] == PARAGRAPHS
    assert not [noise for noise in NOISE if noise in text]
    assert "Copyright" not in text


def article(inner: str) -> str:
    return (
        "<html><head><title>Jembatan Lubuk Sari Dibuka - Kabar Muara</title></head><body>"
        f"<div class=detail><h2>Jembatan Lubuk Sari Dibuka</h2>{inner}</div></body></html>"
    )


def test_further_sections_are_read_though_the_page_hides_them() -> None:
    shown, *hidden = PARAGRAPHS
    sections = "".join(
        f'<div class="isi lanjutan" style="display: none"><h2>Bagian {n}</h2>{text}<p></div>'
        for n, text in enumerate(hidden)
    )

    text = extract(article(f"<div class=isi><p>{shown}</p></div>{sections}"))

    assert [part for part in text.split("\n\n") if part in PARAGRAPHS] == PARAGRAPHS


def test_what_is_hidden_for_good_is_not_read() -> None:
    secret = "Kode pelacakan ini hanya untuk mesin dan tidak boleh dibaca oleh siapa pun di sini."
    inner = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)

    text = extract(article(f'<div class=isi>{inner}</div><p style="display:none">{secret}</p>'))

    assert secret not in text


def test_forms_to_sign_in_are_no_paragraphs() -> None:
    inner = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    form = "<section class=kotakModal><p>Lengkapi data diri Anda untuk ikut undian.</p></section>"

    text = extract(article(f"<div class=isi>{inner}</div>") + form)

    assert "undian" not in text
    assert PARAGRAPHS[2] in text


def test_links_to_other_reports_are_left_out() -> None:
    first, second, third = PARAGRAPHS
    link = "<a href=/2>Harga Garam di Muara Jati Naik Lagi</a>"
    inner = (
        f"<p>{first} <strong>Baca juga: {link}</strong></p><p>{second}</p>"
        f"<table class=linksisip><tr><td><p>{link}</p></td></tr></table>"
        f"<div class=baca-juga><h3>Untuk Anda</h3><p>{link}</p></div><p>{third}</p>"
    )

    assert extract(article(inner)).split("\n\n") == PARAGRAPHS


def test_dateline_stays_with_its_paragraph() -> None:
    inner = f"<p><strong>Muara Jati</strong> -</p><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>"

    assert extract(article(inner)).startswith(f"Muara Jati - {PARAGRAPHS[0]}")


def test_headline_is_not_repeated_in_the_text() -> None:
    inner = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)

    assert extract(article(inner)).split("\n\n") == PARAGRAPHS


def test_lines_of_other_languages_are_left_as_they_stand() -> None:
    english = [
        "The regional government reopened the suspension bridge on Monday after four months.",
        "Read more: <b> is a tag that the text talks about, and it is not markup here.",
        "Residents were pleased because the way to the market is now one hour shorter than it was.",
    ]
    inner = "".join(f"<p>{text.replace('<', '&lt;')}</p>" for text in english)

    text = extract(f"<html><body><article><h1>The bridge</h1>{inner}</article></body></html>")

    assert [part for part in text.split("\n\n") if part in english] == english


def test_a_page_of_links_is_better_than_nothing() -> None:
    entries = "".join(
        f"<li><a href=/{n}>Warga Muara Jati menanam bibit bakau nomor {n}</a></li>"
        for n in range(30)
    )

    assert "bibit bakau" in extract(f"<html><body><main><ul>{entries}</ul></main></body></html>")


def test_characters_are_told_by_the_page() -> None:
    page_of_1252 = page("windows-1252").replace(b"jembatan gantung", b"kaf\xe9 \x93gantung\x94")

    assert "kafé “gantung”" in extract(page_of_1252)


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x00\xff\xfe", id="binary"),
        pytest.param(b"<html>", id="empty page"),
        pytest.param(b"<div>" * 20_000, id="deep"),
        pytest.param(b"%PDF-1.7 \x00", id="other format"),
        pytest.param(b"<p>" + b"x" * 100_000, id="one word"),
        pytest.param(b"<div class=a style=display:none><p>x</p></div>" * 1_000, id="hidden"),
        pytest.param(b"<div class=modal>" * 20_000, id="dialogs in dialogs"),
        pytest.param(b"<p>x y z</p>" * 150_000, id="paragraphs"),
    ],
)
@pytest.mark.timeout(240)
def test_broken_pages_give_text_or_nothing(broken: bytes) -> None:
    assert isinstance(extract(broken), str)


def test_script_behind_a_cdata_mark_is_no_text() -> None:
    """HTML takes the mark for a comment that ends with the script's own start tag."""
    assert extract(b"<feed><![CDATA[<script>while(1){}</script><style>p{}</style><noscript>") == ""
    assert "while(1)" not in extract(
        page().replace(b"<h1>", b"<![CDATA[<script>while(1){}</script>]]><h1>")
    )
