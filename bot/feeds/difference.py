"""What changed between two readings of feeds.yaml, for the admin who saved it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Protocol

from bot.editions import Edition
from bot.model import Feed
from bot.stories.topics.catalogue import TopicSpec


class _Catalog(Protocol):
    @property
    def feeds(self) -> tuple[Feed, ...]: ...
    @property
    def topics(self) -> tuple[TopicSpec, ...]: ...
    @property
    def editions(self) -> tuple[Edition, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A feed that stays at its address but is described otherwise."""

    old: Feed
    new: Feed

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of what changed."""
        names = [each.name for each in fields(Feed)]
        return tuple(name for name in names if getattr(self.old, name) != getattr(self.new, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Feeds by address and topics by key."""

    added: tuple[Feed, ...] = ()
    removed: tuple[Feed, ...] = ()
    changed: tuple[Change, ...] = ()
    moved: tuple[Change, ...] = ()  # the same feed at another address: it keeps its history
    topics: tuple[str, ...] = ()  # keys that are new, gone or otherwise
    editions: tuple[str, ...] = ()  # likewise

    def __bool__(self) -> bool:
        return self != Difference()

    @property
    def moves(self) -> Mapping[str, str]:
        """Old addresses -> new ones."""
        return {pair.old.url: pair.new.url for pair in self.moved}

    def summary(self, language: str = "id") -> str:
        """One line for a chat: `+2 sumber, -1, 3 berubah`."""
        words = _WORDS.get(language, _WORDS["en"])
        counts = [
            (f"+{len(self.added)}", len(self.added)),
            (f"-{len(self.removed)}", len(self.removed)),
            (f"{len(self.changed)} {words.changed}", len(self.changed)),
            (f"{len(self.moved)} {words.moved}", len(self.moved)),
        ]
        parts = [text for text, count in counts if count]
        if parts:
            parts[0] = _after_number(parts[0], words.feeds)
        if self.topics:
            parts.append(f"{len(self.topics)} {words.topics}")
        if self.editions:
            parts.append(f"{len(self.editions)} {words.editions}")
        return ", ".join(parts) or words.nothing

    def lines(self) -> tuple[str, ...]:
        """Every change on a line of its own, for logs and terminals."""
        return (
            *(f"+ {feed.outlet} {feed.url}" for feed in self.added),
            *(f"- {feed.outlet} {feed.url}" for feed in self.removed),
            *(
                f"~ {change.new.outlet} {change.new.url} ({', '.join(change.fields)})"
                for change in self.changed
            ),
            *(
                f"~ {change.new.outlet} {change.old.url} -> {change.new.url}"
                for change in self.moved
            ),
            *(f"~ topic {key}" for key in self.topics),
            *(f"~ edition {key}" for key in self.editions),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reloaded:
    """What a new look at feeds.yaml led to: problems, or a difference that is in force now."""

    difference: Difference = field(default_factory=Difference)
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    feeds: str
    changed: str
    moved: str
    topics: str
    editions: str
    nothing: str


_WORDS = {
    "id": _Words(
        feeds="sumber",
        changed="berubah",
        moved="pindah alamat",
        topics="topik berubah",
        editions="edisi berubah",
        nothing="tidak ada perubahan",
    ),
    "en": _Words(
        feeds="feeds",
        changed="changed",
        moved="moved",
        topics="topics changed",
        editions="editions changed",
        nothing="nothing changed",
    ),
}


def difference(old: _Catalog, new: _Catalog) -> Difference:
    """What has to be done to get from the old catalogue to the new one."""
    before = {feed.url: feed for feed in old.feeds}
    after = {feed.url: feed for feed in new.feeds}
    added = [feed for url, feed in after.items() if url not in before]
    removed = [feed for url, feed in before.items() if url not in after]
    moved = _moved(removed, added)
    gone, come = {change.old.url for change in moved}, {change.new.url for change in moved}
    return Difference(
        added=tuple(feed for feed in added if feed.url not in come),
        removed=tuple(feed for feed in removed if feed.url not in gone),
        changed=tuple(
            Change(old=before[url], new=feed)
            for url, feed in after.items()
            if url in before and before[url] != feed
        ),
        moved=moved,
        topics=_changed(old.topics, new.topics),
        editions=_changed(old.editions, new.editions),
    )


def _moved(removed: Sequence[Feed], added: Sequence[Feed]) -> tuple[Change, ...]:
    """Pairs of one feed gone and one come of the same outlet and section.

    Where two of them went or came at once nobody can say which became which: no pair then.
    """
    gone, come = _alone(removed), _alone(added)
    return tuple(Change(old=feed, new=come[place]) for place, feed in gone.items() if place in come)


def _alone(feeds: Sequence[Feed]) -> dict[tuple[str, str], Feed]:
    """Feeds by outlet and section, without those that share both with another one."""
    counts = Counter((feed.outlet, feed.section) for feed in feeds)
    places = {(feed.outlet, feed.section): feed for feed in feeds}
    return {place: feed for place, feed in places.items() if counts[place] == 1}


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


def _changed(old: Sequence[_Keyed], new: Sequence[_Keyed]) -> tuple[str, ...]:
    before = {each.key: each for each in old}
    after = {each.key: each for each in new}
    keys = dict.fromkeys([*before, *after])
    return tuple(key for key in keys if before.get(key) != after.get(key))


def _after_number(part: str, word: str) -> str:
    number, _, rest = part.partition(" ")
    return " ".join(filter(None, (number, word, rest)))
