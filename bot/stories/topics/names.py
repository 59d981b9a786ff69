"""The names of a topic and the marks that say how strictly capitals are taken.

In the data files a name may begin with a mark:

- no mark  any capitals: "Irak"; short words all in capitals ("UEA") must stand so;
- `=`      a capital is needed: "=Mali"; an abbreviation as it stands: "=AS";
- `*`      also a common word: counts at the beginning of a sentence or in a title only
           when the story has it elsewhere with a telling capital: "*Baku", "*Medan";
- `~`      also a person's name: counts only beside no other name: "~Chad", "~Jordan".
"""

from dataclasses import dataclass
from enum import Enum, StrEnum

from bot.stories.topics.words import cut, fold

_LONGEST_ABBREVIATION = 5


class CapitalRule(Enum):
    """How strictly the capitals of a name are taken."""

    ANY = ""
    PROPER = "="
    COMMON = "*"
    PERSONAL = "~"


class NameKind(StrEnum):
    """What a name is to its topic."""

    NAME = "name"  # the topic itself
    PLACE = "place"  # a place in it
    ACTOR = "actor"  # its leaders, offices and forces
    WEAK = "weak"  # hints at the topic, never makes it
    KEYWORD = "keyword"  # a word of a desk or of an admin's topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name of a topic, ready to be compared."""

    text: str
    tokens: tuple[str, ...]
    forms: tuple[str, ...]
    rule: CapitalRule
    kind: NameKind

    @property
    def abbreviation(self) -> bool:
        """Whether it is all capitals, so that "as" is not "AS"."""
        return self.rule is not CapitalRule.ANY and self.text.isupper()


def parse_name(text: str, kind: NameKind) -> Name:
    """Read a name with its mark; raises ValueError when it holds no word."""
    rule = CapitalRule(text[:1]) if text[:1] in ("=", "*", "~") else CapitalRule.ANY
    plain = text[1:] if rule is not CapitalRule.ANY else text
    forms = cut(plain).forms
    if not forms:
        raise ValueError(f"{text!r} holds no word")
    if rule is CapitalRule.ANY and _is_abbreviation(forms):
        rule = CapitalRule.PROPER
    return Name(text=plain, tokens=tuple(map(fold, forms)), forms=forms, rule=rule, kind=kind)


def slug(name: str) -> str:
    """A topic key from a name: "Côte d'Ivoire" -> "cote-d-ivoire"."""
    return "-".join(cut(name).folded)


def _is_abbreviation(forms: tuple[str, ...]) -> bool:
    return len(forms) == 1 and forms[0].isupper() and len(forms[0]) <= _LONGEST_ABBREVIATION
