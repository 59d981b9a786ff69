"""The topics that a subscriber can follow: countries, regions, provinces, cities and desks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

from bot.model import TopicKey
from bot.stories.topics.names import Name, NameKind, parse_name, slug
from bot.stories.topics.reading import read_topics
from bot.stories.topics.search import NameIndex
from bot.stories.topics.topic import TopicInfo
from bot.stories.topics.words import fold_all

POPULAR = (
    "irak", "rusia", "timur-tengah", "palestina", "ukraina", "nasional",
    "politik", "ekonomi", "olahraga", "teknologi", "kesehatan", "internasional",
)  # fmt: skip


class TopicSpecError(ValueError):
    """A topic of feeds.yaml that can not be used; names the topic's key and the word."""

    def __init__(self, key: str, word: str, sentence: str) -> None:
        super().__init__(f"topic {key!r}: {sentence}")
        self.key = key
        self.word = word


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSpec:
    """A topic as an admin writes it under `topics:` in feeds.yaml."""

    key: str
    names: Mapping[str, str] = field(default_factory=dict)
    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()


class Catalogue:
    """All topics by key; immutable: overrides give a new one."""

    def __init__(self, topics: Mapping[TopicKey, TopicInfo]) -> None:
        self._topics = MappingProxyType(dict(topics))
        self._index: NameIndex | None = None

    @property
    def keys(self) -> tuple[TopicKey, ...]:
        return tuple(self._topics)

    @property
    def topics(self) -> tuple[TopicInfo, ...]:
        return tuple(self._topics.values())

    @property
    def popular(self) -> tuple[TopicKey, ...]:
        """What the first screen offers."""
        return tuple(TopicKey(key) for key in POPULAR if key in self._topics)

    def get(self, key: TopicKey) -> TopicInfo | None:
        return self._topics.get(key)

    def name(self, key: TopicKey, language: str) -> str:
        """The display name; the Indonesian one or the key where there is none."""
        info = self._topics.get(key)
        if info is None:
            return str(key)
        return info.names.get(language) or info.names.get("id") or str(key)

    def children(self, key: TopicKey) -> tuple[TopicInfo, ...]:
        """The topics inside this one, by Indonesian name."""
        info = self._topics.get(key)
        inside = info.children if info else ()
        found = [self._topics[child] for child in inside if child in self._topics]
        return tuple(sorted(found, key=lambda topic: topic.names.get("id", topic.key)))

    def resolve(self, words: str) -> TopicKey | None:
        """The one topic that these words are a name of, exactly."""
        return self._names().exact(words)

    def find(self, words: str, language: str = "id") -> tuple[TopicInfo, ...]:
        """Topics by name, alias, beginning or near spelling; best first."""
        found = self._names().search(words, language)
        return tuple(self._topics[key] for key in found)

    def with_overrides(self, specs: Sequence[TopicSpec]) -> "Catalogue":
        """This catalogue with an admin's topics added or changed."""
        topics = dict(self._topics)
        for spec in specs:
            info = _overridden(topics.get(TopicKey(spec.key)), spec)
            topics[info.key] = info
        return Catalogue(topics)

    def _names(self) -> NameIndex:
        if self._index is None:
            self._index = NameIndex(self._topics)
        return self._index


@lru_cache(maxsize=1)
def builtin() -> Catalogue:
    """The topics that come with the program."""
    return Catalogue(read_topics())


def _overridden(known: TopicInfo | None, spec: TopicSpec) -> TopicInfo:
    if not spec.key or slug(spec.key) != spec.key:
        raise TopicSpecError(
            spec.key, spec.key, f"write the key as small letters and hyphens, {slug(spec.key)!r}"
        )
    given = _parsed(spec, spec.any)
    needed, vetoes = _parsed(spec, spec.all), _parsed(spec, spec.not_)
    vetoed = {name.tokens for name in vetoes}
    for name in given + needed:
        if name.tokens in vetoed:
            raise TopicSpecError(spec.key, name.text, f"{name.text!r} is wanted and refused")
    if known is None and not given and not needed:
        raise TopicSpecError(spec.key, "", "a new topic needs words under `any` or `all`")
    base = known or TopicInfo(key=TopicKey(spec.key), kind="custom", names={})
    names = {**base.names, **spec.names}
    names.setdefault("id", spec.key.replace("-", " ").capitalize())
    return replace(
        base,
        names=MappingProxyType(names),
        # With nothing under `any`, the needed words are what is looked for.
        words=base.words + given or needed,
        needed=base.needed + needed,
        vetoes=base.vetoes + vetoes,
    )


def _parsed(spec: TopicSpec, words: Sequence[str]) -> tuple[Name, ...]:
    for word in words:
        if not fold_all(word):
            raise TopicSpecError(spec.key, word, f"{word!r} holds no letter or digit")
    return tuple(parse_name(word, NameKind.KEYWORD) for word in words)
