"""The light detector."""

import pytest

from bot.text.language import detect


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pemerintah akan menambah pasokan beras untuk daerah yang kekurangan.", "id"),
        ("Kerajaan akan menambah bekalan beras kerana harga telah naik.", "id"),
        ("The government will add to the supply of rice in the regions.", "en"),
        ("Menkeu Pastikan Tunjangan Guru Dibayarkan", "id"),
        ("Minister says the tax will rise", "en"),
        ("De regering zal het aanbod van rijst in de regio niet vergroten.", ""),
        ("El gobierno aumentará la oferta de arroz en las regiones.", ""),
        ("Die Regierung wird das Angebot an Reis nicht mit Geld erhöhen.", ""),
        ("Правительство увеличит поставки риса", ""),
        ("7.232 1.600", ""),
        ("", ""),
    ],
)
def test_language_is_told_by_small_words(text: str, expected: str) -> None:
    assert detect(text) == expected
