"""Reads IndoSum: the official tokenised JSON lines, or ones with plain sentences and a title."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_BEFORE = re.compile(r"\s+([.,;:!?%)\]}”’…])")
_AFTER = re.compile(r"([(\[{“‘])\s+")
_STRAIGHT = re.compile(r'"\s*([^"]*?)\s*"')
_NUMBER = re.compile(r"\b\d{4,}\b|\b[a-z]{0,3}\d{5,}\w*\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An article with the summary that an editor wrote."""

    id: str
    outlet: str
    title: str
    paragraphs: tuple[tuple[str, ...], ...]  # as the dataset splits them
    summary: tuple[str, ...]

    @property
    def text(self) -> str:
        """The article as a feed gives it: paragraphs parted by empty lines."""
        return "\n\n".join(" ".join(paragraph) for paragraph in self.paragraphs)

    @property
    def sentences(self) -> tuple[str, ...]:
        """All sentences as the dataset splits them."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)


def read(*paths: Path) -> tuple[Example, ...]:
    """The examples of some files, each article once, in the order of their ids."""
    found: dict[str, Example] = {}
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                example = _example(json.loads(line))
                found.setdefault(_key(example), example)
    return tuple(sorted(found.values(), key=lambda example: example.id))


def _key(example: Example) -> str:
    # The official folds repeat articles under one id, now and then with other labels.
    return hashlib.sha256(example.text.encode()).hexdigest()


def _example(record: Mapping[str, Any]) -> Example:  # Any: JSON of two layouts.
    return Example(
        id=str(record["id"]),
        outlet=str(record.get("source", "")),
        title=str(record["title"]) if "title" in record else _title(record.get("source_url", "")),
        paragraphs=tuple(tuple(_plain(paragraph)) for paragraph in record["paragraphs"]),
        summary=tuple(_plain(record["summary"])),
    )


def _plain(sentences: Sequence[str | Sequence[str]]) -> Iterator[str]:
    for sentence in sentences:
        plain = sentence if isinstance(sentence, str) else _joined(sentence)
        if plain:
            yield plain


def _joined(tokens: Sequence[str]) -> str:
    """Normal text from tokens: no space before a stop, inside brackets and quotation marks."""
    text = _AFTER.sub(r"\1", _BEFORE.sub(r"\1", " ".join(tokens)))
    return _STRAIGHT.sub(r'"\1"', text).strip()


def _title(url: str) -> str:
    """The headline that the address carries; the files hold none.

    Not from the id: its slug is the headline of the summary's writer.
    """
    parts = [part for part in urlsplit(url).path.split("/") if "-" in part]
    slug = max(parts, key=len, default="").partition(".")[0]
    return " ".join(_NUMBER.sub(" ", slug.replace("-", " ")).split())
