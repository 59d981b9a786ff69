import pytest

from bot.stories.topics.told import dateline_words
from bot.stories.topics.words import cut


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Jakarta, Warta Kita -- Harga cabai turun", 3),
        ("WARTA.CO, Bandung - Harga cabai turun", 3),
        ("Bagdad (KABAR) - Harga cabai turun", 2),
        ("Harga cabai turun - naik lagi", 0),
        ("Harga cabai turun di pasar", 0),
        ("", 0),
    ],
)
def test_dateline_is_counted(text: str, count: int) -> None:
    assert dateline_words(cut(text)) == count
