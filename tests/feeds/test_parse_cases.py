"""Small documents, each with what must be read from its first entry on top of its file."""

from pathlib import Path

import pytest

from bot.feeds.parse import parse

CASES = sorted((Path(__file__).parent / "parse_cases").glob("*.case"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_document_is_read(path: Path) -> None:
    head, body = path.read_text("utf-8").split("\n---\n", 1)
    expected = dict(line.split(":", 1) for line in head.splitlines())
    wanted = {name: value.strip().replace("\\n", "\n") for name, value in expected.items()}

    assert _found(body, wanted.pop("base", ""), set(wanted)) == wanted


def _found(body: str, base: str, names: set[str]) -> dict[str, str]:
    parsed = parse(body.encode(), url=base)
    values = {
        "entries": str(parsed.total),
        "kind": parsed.kind,
        "complaint": " ".join(parsed.complaints),
    }
    for entry in parsed.entries[:1]:
        moment = entry.published
        values |= {
            "id": entry.guid,
            "title": entry.title,
            "link": entry.link,
            "text": entry.text,
            "image": entry.image,
            "published": f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else "",
        }
    return {name: values[name] for name in names}
