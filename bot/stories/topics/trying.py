"""Topics of one JSON record, for `sariwarta try topics`."""

from collections.abc import Mapping

from bot.model import TopicMatch
from bot.stories.topics.matching import Matcher


def try_topics(
    matcher: Matcher, record: Mapping[str, object], *, explain: bool = False
) -> dict[str, object]:
    """{id, title, text, section?, outlet?} -> {id, topics}; with `explain` also the reasons."""
    matches = matcher.match(
        _text(record, "title"),
        _text(record, "text"),
        section=_text(record, "section"),
        outlet=_text(record, "outlet"),
    )
    answer: dict[str, object] = {
        "id": record.get("id"),
        "topics": [match.key for match in matches],
    }
    if explain:
        answer["reasons"] = {match.key: _reason(match) for match in matches}
    return answer


def _reason(match: TopicMatch) -> dict[str, object]:
    return {"score": match.score, "where": match.where, "words": list(match.words)}


def _text(record: Mapping[str, object], name: str) -> str:
    value = record.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"the field {name!r} must be a text, not {type(value).__name__}")  # noqa: TRY004 - the command line reports bad lines as ValueError
    return value
