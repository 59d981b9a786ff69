"""Takes out the characters that a database refuses: feeds are hostile until checked."""

from dataclasses import replace

from bot.model import Entry

# PostgreSQL's text knows no NUL.
_NUL = "\0"


def storable_text(text: str) -> str:
    """Without NUL and without halves of characters (lone surrogates)."""
    if _is_storable(text):
        return text
    return text.replace(_NUL, "").encode(errors="replace").decode()


def storable_texts(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(storable_text(text) for text in texts)


def storable_entry(entry: Entry) -> Entry:
    texts = (entry.guid, entry.link, entry.key, entry.title, entry.text, entry.language)
    if _is_storable("".join((*texts, entry.image, *entry.authors, *entry.categories))):
        return entry
    return replace(
        entry,
        guid=storable_text(entry.guid),
        link=storable_text(entry.link),
        key=storable_text(entry.key),
        title=storable_text(entry.title),
        text=storable_text(entry.text),
        language=storable_text(entry.language),
        image=storable_text(entry.image),
        authors=storable_texts(entry.authors),
        categories=storable_texts(entry.categories),
    )


def _is_storable(text: str) -> bool:
    if _NUL in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
