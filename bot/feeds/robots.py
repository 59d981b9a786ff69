"""robots.txt by RFC 9309: the longest matching rule of our group decides, and allow wins a tie."""

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, unquote_to_bytes, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one host's robots.txt says to us."""

    allow: tuple[str, ...] = ()
    disallow: tuple[str, ...] = ()
    delay: timedelta | None = None

    def permits(self, url: str) -> bool:
        """Whether a page may be fetched."""
        parts = urlsplit(url)
        target = _normal(parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if target == "/robots.txt":
            return True
        allowed = max((len(rule) for rule in self.allow if _matches(rule, target)), default=-1)
        forbidden = max((len(rule) for rule in self.disallow if _matches(rule, target)), default=-1)
        return allowed >= forbidden


EVERYTHING = Rules()
NOTHING = Rules(disallow=("/",))


def read_robots(text: str, agent: str) -> Rules:
    """The rules for `agent` (a product token, "sariwarta"), else those for everybody."""
    groups = _groups(text[:_LONGEST])
    own = [rules for names, rules in groups if agent.lower() in names]
    chosen = own or [rules for names, rules in groups if "*" in names]
    lines = [line for rules in chosen for line in rules][:_MOST_RULES]
    return Rules(
        allow=tuple(value for key, value in lines if key == "allow" and value),
        disallow=tuple(value for key, value in lines if key == "disallow" and value),
        delay=_delay(lines),
    )


# RFC 9309 2.5: at least 500 KiB must be read.
_LONGEST = 512_000
_MOST_RULES = 2_000
_LONGEST_RULE = 500
_MOST_WILDCARDS = 8
_SPECIAL = re.compile(r"[*$]")


def _groups(text: str) -> list[tuple[set[str], list[tuple[str, str]]]]:
    groups: list[tuple[set[str], list[tuple[str, str]]]] = []
    naming = False
    for line in text.removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if not naming:
                groups.append((set(), []))
            groups[-1][0].add(value.lower().partition("/")[0])
            naming = True
        elif groups and key in ("allow", "disallow", "crawl-delay"):
            naming = False
            rule = value if key == "crawl-delay" else _normal(value[:_LONGEST_RULE])
            groups[-1][1].append((key, rule))
    return groups


def _normal(path: str) -> str:
    return quote(unquote_to_bytes(path), safe="/*$?=&:@!'()+,;~")


def _matches(rule: str, target: str) -> bool:
    """Prefix match; `*` is any run of characters, `$` at the end is the end."""
    if not _SPECIAL.search(rule):
        return target.startswith(rule)
    anchored = rule.endswith("$")
    pieces = rule.rstrip("$").split("*", _MOST_WILDCARDS)
    if not target.startswith(pieces[0]):
        return False
    position = len(pieces[0])
    # Greedy from the left is enough for a prefix match, and takes linear time.
    for piece in pieces[1:]:
        found = target.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    if not anchored:
        return True
    return position == len(target) or (len(pieces) > 1 and target.endswith(pieces[-1]))


def _delay(lines: list[tuple[str, str]]) -> timedelta | None:
    for key, value in lines:
        if key == "crawl-delay" and re.fullmatch(r"\d{1,4}(?:\.\d{1,3})?", value):
            return timedelta(seconds=float(value))
    return None
