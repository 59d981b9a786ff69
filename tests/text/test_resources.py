"""Word lists and weights beside the code."""

from bot.text.resources import document, sections


def test_sections_are_parted_by_headings() -> None:
    found = sections("abbreviations.txt")

    assert "Prof" in found["before-name"]
    assert "Prof" not in found["either"]


def test_underscore_stands_for_a_space() -> None:
    assert "Hong Kong" in sections("places.txt")["abroad"]


def test_comments_are_no_words() -> None:
    assert not any(
        "#" in word for words in sections("abbreviations.txt").values() for word in words
    )


def test_missing_document_is_none() -> None:
    assert document("no-such-file.json") is None
