import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from bot.feeds.catalog import parse_text
from bot.feeds.schema import (
    SCHEMA_FILE,
    EditionLines,
    EditionTitle,
    FeedEntry,
    FeedsFile,
    Group,
    Options,
    TopicLines,
    TopicName,
    document,
)

ROOT = Path(__file__).parents[2]
MODELS = (
    FeedsFile,
    Options,
    FeedEntry,
    Group,
    TopicLines,
    TopicName,
    EditionLines,
    EditionTitle,
)
DOCUMENTATION = (ROOT / "docs" / "feeds-yaml.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", DOCUMENTATION, re.DOTALL | re.MULTILINE)


def keys() -> Iterator[str]:
    for model in MODELS:
        for name, field in model.model_fields.items():
            yield field.alias or name


def test_schema_file_is_the_models() -> None:
    """When this fails: .venv/bin/python -m bot.feeds.schema > feeds.schema.json"""
    stored = (ROOT / SCHEMA_FILE).read_text(encoding="utf-8")

    assert json.loads(stored) == document()


def test_shipped_file_names_the_schema() -> None:
    first = (ROOT / "feeds.yaml").read_text(encoding="utf-8").splitlines()[0]

    assert first == f"# yaml-language-server: $schema={SCHEMA_FILE}"


def test_schema_offers_both_forms_of_a_feed() -> None:
    item = document()["properties"]["feeds"]["items"]

    assert item == {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/FeedEntry"}]}


def test_schema_refuses_unknown_keys() -> None:
    schema: dict[str, Any] = document()  # Any: a JSON Schema is JSON of every shape

    assert schema["additionalProperties"] is False
    assert all(part["additionalProperties"] is False for part in schema["$defs"].values())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_has_a_sentence(model: type[BaseModel]) -> None:
    assert all(field.description for field in model.model_fields.values())


@pytest.mark.parametrize("key", sorted(set(keys())))
def test_every_key_is_documented(key: str) -> None:
    rows = [line for line in DOCUMENTATION.splitlines() if line.startswith("| `")]

    assert any(f"`{key}`" in row.split("|")[1] for row in rows)


def test_documented_keys_exist() -> None:
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", DOCUMENTATION, re.MULTILINE)
    documented = {key for row in rows for key in re.findall(r"`(\w+)`", row)}

    assert documented == set(keys())


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_documented_examples_are_good(example: str) -> None:
    assert parse_text(example).feeds


def test_documented_defaults_are_the_programs() -> None:
    feed = parse_text("feeds: [https://satu.example/rss]").feeds[0]
    rows = re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", DOCUMENTATION, re.MULTILINE)

    edition = EditionLines.model_fields
    shown = {
        name: str(edition[name].default if name == "length" else getattr(feed, name))
        for name, _ in rows
        if name != "interval"
    }
    assert shown == {
        "language": "id",
        "zone": "Asia/Jakarta",
        "full_text": "False",
        "weight": "1.0",
        "enabled": "True",
        "length": "8",
    }
