"""The editions of feeds.yaml: their topics looked up, and what can not be meant."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.editions import Edition
from bot.feeds.schema import WEEKDAYS, EditionLines, FeedsFile
from bot.feeds.yaml_source import Source
from bot.feeds.yaml_syntax import Problem
from bot.model import ChatId, TopicKey
from bot.stories.topics.catalogue import Catalogue, TopicSpec, builtin


@dataclass(slots=True, kw_only=True)
class Found:
    """Editions that can be used, and problems with their places."""

    editions: tuple[Edition, ...] = ()
    problems: list[Problem] = field(default_factory=list)


def editions_of(file: FeedsFile, topics: Sequence[TopicSpec], source: Source) -> Found:
    """Every edition with the keys of its topics; one chat follows one edition only."""
    if not file.editions:
        return Found()
    catalogue = builtin().with_overrides(topics)
    problems: list[Problem] = []
    zone = file.defaults.zone or "Asia/Jakarta"
    editions = []
    for key, lines in file.editions.items():
        keys = _keys(key, lines, catalogue, source, problems)
        editions.append(_edition(key, lines, keys, zone))
    problems += _shared_chats(file, source)
    return Found(editions=tuple(editions), problems=problems)


def _edition(key: str, lines: EditionLines, topics: Sequence[TopicKey], zone: str) -> Edition:
    titles = lines.title.model_dump(exclude_none=True)
    return Edition(
        key=key,
        titles=tuple(titles.items()),
        topics=tuple(dict.fromkeys(topics)),
        hours=tuple(sorted(set(lines.hours))),
        days=tuple(sorted({WEEKDAYS.index(day) + 1 for day in lines.days})),
        zone=lines.zone or zone,
        stories=lines.length,
        chats=tuple(map(ChatId, dict.fromkeys(lines.chats))),
    )


def _keys(
    key: str,
    lines: EditionLines,
    catalogue: Catalogue,
    source: Source,
    problems: list[Problem],
) -> list[TopicKey]:
    keys = []
    for index, words in enumerate(lines.topics):
        found = catalogue.resolve(words)
        if found is not None:
            keys.append(found)
            continue
        line, column = source.place(("editions", key, "topics", index))
        near = ", ".join(topic.key for topic in catalogue.find(words)[:3])
        cure = f"write {near}" if near else "see the names with /topik"
        problems.append(Problem(line, column, f"there is no topic `{words}`; {cure}"))
    return keys


def _shared_chats(file: FeedsFile, source: Source) -> list[Problem]:
    first: dict[int, str] = {}
    problems = []
    for key, lines in file.editions.items():
        for index, chat in enumerate(lines.chats):
            other = first.setdefault(chat, key)
            if other != key:
                line, column = source.place(("editions", key, "chats", index))
                sentence = f"{chat} follows `{other}` already; a chat follows one edition"
                problems.append(Problem(line, column, sentence))
    return problems
