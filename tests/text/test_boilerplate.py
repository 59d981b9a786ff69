"""Lines of machinery, and sentences that look like them."""

import pytest

from bot.text.boilerplate import is_boilerplate


@pytest.mark.parametrize(
    "line",
    [
        "Baca Selanjutnya: Harga Garam...",
        "Lanjut membaca",
        "Pilihan Editor: Pelabuhan Baru Dibuka",
        "Cek Video di Bawah Ini",
        "Tulis Komentar",
        "12 komentar",
        "Komentar (3)",
        "Berita Terkait",
        "Terpopuler",
        "Lihat semua",
        "Halaman selanjutnya",
        "#KabarMuara #Garam",
        "Senin, 2 Februari 2026 | 10:15 WIB",
        "04 April 2022, 09.15 WIT",
    ],
)
def test_machinery(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "Berita terkait kenaikan harga garam itu dibantah oleh kepala dinas.",
        "Komentar itu disampaikan bupati pada Senin.",
        "12 komentar warga dibacakan dalam rapat.",
        "Senin 2 Februari 2026",
        "Selanjutnya, tim memeriksa jembatan kedua.",
        "Terpopuler di antara warga ialah perahu kayu.",
        "#KabarMuara menjadi percakapan warga sepekan ini.",
    ],
)
def test_sentences_and_headings_stay(line: str) -> None:
    assert not is_boilerplate(line)
