"""Reads a subscriber's query; every error points at the character it concerns.

    query  = either
    either = both { ("atau" | "OR" | "|") both }
    both   = one { ["dan" | "AND"] one }
    one    = "-" atom | atom
    atom   = word | '"' words '"' | "sumber:" (word | '"' words '"') | "(" either ")"

There are no wildcards and no regular expressions.
"""

import re
from dataclasses import dataclass

from bot.stories.topics.expression import (
    AND_WORDS,
    OR_WORDS,
    All,
    Any,
    Not,
    Part,
    Source,
    Term,
    wanted,
)
from bot.stories.topics.words import fold, fold_all

LONGEST_QUERY = 200
MOST_TERMS = 20
DEEPEST = 6
_SOURCE_WORDS = ("sumber:", "source:")
_QUOTES = '"“”„«»'
_TOKEN = re.compile(rf"[()|]|-(?=\S)|[{_QUOTES}]|[^\s()|{_QUOTES}]+")


class QueryError(ValueError):
    """A query that can not be understood: where, and a sentence for gettext."""

    def __init__(self, position: int, message_id: str) -> None:
        super().__init__(f"{message_id} (character {position + 1})")
        self.position = position
        self.message_id = message_id


def N_(message: str) -> str:
    """Mark a sentence for the translators; gettext's extractor looks for this name."""
    return message


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # word, phrase, source, or the sign itself: ( ) | -
    text: str
    at: int


def read(text: str) -> Part:
    """The expression of a query; raises QueryError."""
    if len(text) > LONGEST_QUERY:
        raise QueryError(LONGEST_QUERY, N_("This is too long; 200 characters are the most."))
    tokens = _tokens(text)
    if not tokens:
        raise QueryError(0, N_("Write at least one word."))
    reader = _Reader(tokens, len(text))
    part = reader.either(0)
    if (extra := reader.peek()) is not None:
        raise QueryError(extra.at, N_("This bracket was never opened."))
    if reader.terms > MOST_TERMS:
        raise QueryError(0, N_("This has too many words; 20 are the most."))
    _check_wanted(part)
    return part


class _Reader:
    """Recursive descent over the tokens."""

    def __init__(self, tokens: list[_Token], end: int) -> None:
        self._tokens = tokens
        self._next = 0
        self._end = end
        self.terms = 0

    def peek(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def either(self, depth: int) -> Part:
        parts = [self._both(depth)]
        while (token := self.peek()) is not None and _is_or(token):
            self._next += 1
            parts.append(self._both(depth))
        return _joined(Any, parts)

    def _both(self, depth: int) -> Part:
        parts = [self._one(depth)]
        while (token := self.peek()) is not None and token.kind != ")" and not _is_or(token):
            if _is_and(token):
                self._next += 1
            parts.append(self._one(depth))
        return _joined(All, parts)

    def _one(self, depth: int) -> Part:
        token = self.peek()
        if token is None:
            raise QueryError(self._end, N_("A word is missing at the end."))
        if token.kind != "-":
            return self._atom(token, depth)
        self._next += 1
        inner = self.peek()
        if inner is None or inner.kind == "-":
            raise QueryError(token.at, N_("A word is missing after the minus sign."))
        return Not(self._atom(inner, depth))

    def _atom(self, token: _Token, depth: int) -> Part:
        if _is_or(token) or _is_and(token) or token.kind == ")":
            raise QueryError(token.at, N_("A word is missing here."))
        self._next += 1
        if token.kind == "(":
            return self._bracket(token, depth + 1)
        self.terms += 1
        tokens = fold_all(token.text)
        if not tokens:
            raise QueryError(token.at, N_("There is no letter or digit here."))
        return Source(tokens) if token.kind == "source" else Term(tokens)

    def _bracket(self, opening: _Token, depth: int) -> Part:
        if depth > DEEPEST:
            raise QueryError(opening.at, N_("There are too many brackets inside each other."))
        inside = self.either(depth)
        closing = self.peek()
        if closing is None or closing.kind != ")":
            raise QueryError(opening.at, N_("A bracket is not closed."))
        self._next += 1
        return inside


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while (match := _TOKEN.search(text, at)) is not None:
        sign, at = match.group(), match.end()
        if sign in _QUOTES:
            at = _phrase(text, match.start(), "phrase", tokens)
        elif sign.lower() in _SOURCE_WORDS:
            at = _source(text, match, tokens)
        elif sign.lower().startswith(_SOURCE_WORDS):
            tokens.append(_Token("source", sign.partition(":")[2], match.start()))
        elif sign in ("(", ")", "|"):
            tokens.append(_Token(sign, sign, match.start()))
        elif sign.startswith("-") and len(sign) == 1:
            tokens.append(_Token("-", sign, match.start()))
        else:
            tokens.append(_Token("word", sign, match.start()))
    return tokens


def _source(text: str, match: re.Match[str], tokens: list[_Token]) -> int:
    """`sumber:"CNN Indonesia"`: the name follows at once, in quotation marks."""
    end = match.end()
    if end >= len(text) or text[end] not in _QUOTES:
        raise QueryError(match.start(), N_("The name of a source is missing after the colon."))
    return _phrase(text, end, "source", tokens)


def _phrase(text: str, start: int, kind: str, tokens: list[_Token]) -> int:
    closing = next((at for at in range(start + 1, len(text)) if text[at] in _QUOTES), None)
    if closing is None:
        raise QueryError(start, N_("A quotation mark is not closed."))
    tokens.append(_Token(kind, text[start + 1 : closing], start))
    return closing + 1


def _is_or(token: _Token) -> bool:
    return token.kind == "|" or (token.kind == "word" and fold(token.text) in OR_WORDS)


def _is_and(token: _Token) -> bool:
    return token.kind == "word" and fold(token.text) in AND_WORDS


def _joined(kind: type[All] | type[Any], parts: list[Part]) -> Part:
    """One part stays itself; equal kinds inside each other become one; no part twice."""
    flat: list[Part] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else (part,))
    unique = tuple(dict.fromkeys(flat))
    return unique[0] if len(unique) == 1 else kind(unique)


def _check_wanted(part: Part) -> None:
    """Each way to match must want something: "-hujan" alone would be nearly all news."""
    ways = part.parts if isinstance(part, Any) else (part,)
    for way in ways:
        if next(wanted(way), None) is None:
            raise QueryError(0, N_("Say also what you want, not only what you do not want."))
