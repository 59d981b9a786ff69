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


def test_characters_are_told_by_the_page() -> None:
    page_of_1252 = page("windows-1252").replace(b"jembatan gantung", b"kaf\xe9 \x93gantung\x94")

    assert "kafé “gantung”" in extract(page_of_1252)


@pytest.mark.parametrize(
    "broken",
    [b"", b"\x00\xff\xfe", b"<html>", b"<div>" * 20_000, b"%PDF-1.7 \x00", b"<p>" + b"x" * 100_000],
    ids=["nothing", "binary", "empty page", "deep", "other format", "one word"],
)
def test_broken_pages_give_text_or_nothing(broken: bytes) -> None:
    assert isinstance(extract(broken), str)
