"""What is known of one topic."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.model import TopicKey
from bot.stories.topics.names import Name

Kind = Literal["country", "region", "province", "city", "desk", "custom"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicInfo:
    """One topic with all that is known of it."""

    key: TopicKey
    kind: Kind
    names: Mapping[str, str]  # language -> display name
    emoji: str = ""
    code: str = ""  # ISO 3166 alpha-2, of countries
    parents: tuple[TopicKey, ...] = ()
    children: tuple[TopicKey, ...] = ()
    words: tuple[Name, ...] = ()  # any of them makes the topic
    needed: tuple[Name, ...] = ()  # all of them must stand in the story
    vetoes: tuple[Name, ...] = ()  # none of them may
    sections: tuple[str, ...] = ()  # an outlet's sections that are this desk
