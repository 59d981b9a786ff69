"""One summary from many reports: what they share, what each adds, nothing twice."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from bot.text.article import Article, Line
from bot.text.choose import Candidate, choose
from bot.text.words import STOP_WORDS

# Reports and lines beyond these are not read: a story's news stands at the top of its reports.
_REPORTS = 12
_LINES = 25
# Two sentences with more than this cosine say the same thing.
_SAME = 0.5
# What a sentence is worth that no other report confirms, against one that all do.
_ALONE = 0.5
# A shared content word costs this many hits when both sentences are taken.
_REPEATED = 0.5
# Parts the orders of two reports, so that lines of different reports are never neighbours.
_GAP = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A report's article with the worth of each line, as for a summary of it alone."""

    article: Article
    worths: Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Voice:
    """A line of one report among all reports."""

    report: int
    line: Line
    worth: float
    vector: Mapping[str, float]

    @property
    def order(self) -> int:
        return self.report * _GAP + self.line.order


def fuse(reports: Sequence[Rated], words: int) -> tuple[tuple[int, int], ...]:
    """The chosen (report, line) numbers, in reading order; the head report comes first."""
    voices = _weighed(_voices(reports[:_REPORTS]))
    distinct = {voice.order: voice for voice in _distinct(voices)}
    candidates = [
        Candidate(
            order=voice.order,
            length=len(voice.line.words),
            worth=voice.worth,
            is_hanging=voice.line.is_hanging,
        )
        for voice in distinct.values()
    ]
    chosen = choose(candidates, words, lambda a, b: _repeated(distinct[a], distinct[b]))
    picked = sorted(
        (distinct[order] for order in chosen), key=lambda one: (one.line.order, one.report)
    )
    return tuple((voice.report, voice.line.order) for voice in picked)


def _voices(reports: Sequence[Rated]) -> list[_Voice]:
    rarity = _rarity(reports)
    return [
        _Voice(report=number, line=line, worth=worth, vector=_vector(line, rarity))
        for number, report in enumerate(reports)
        for line, worth in zip(report.article.lines[:_LINES], report.worths, strict=False)
    ]


def _rarity(reports: Sequence[Rated]) -> dict[str, float]:
    lines = [line for report in reports for line in report.article.lines[:_LINES]]
    seen = Counter(word for line in lines for word in set(line.words) - STOP_WORDS)
    return {word: log(1 + len(lines) / count) for word, count in seen.items()}


def _vector(line: Line, rarity: Mapping[str, float]) -> dict[str, float]:
    weights = {word: rarity[word] for word in set(line.words) if word in rarity}
    norm = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / norm for word, weight in weights.items()}


def _weighed(voices: Sequence[_Voice]) -> list[_Voice]:
    """Worths scaled by how much of each line the other reports say too."""
    by_report: dict[int, list[_Voice]] = {}
    for voice in voices:
        by_report.setdefault(voice.report, []).append(voice)
    return [
        _Voice(
            report=voice.report,
            line=voice.line,
            worth=voice.worth * (_ALONE + (1 - _ALONE) * _support(voice, by_report)),
            vector=voice.vector,
        )
        for voice in voices
    ]


def _support(voice: _Voice, by_report: Mapping[int, Sequence[_Voice]]) -> float:
    others = [lines for report, lines in by_report.items() if report != voice.report]
    if not others:
        return 1.0
    return sum(max(_cosine(voice, line) for line in lines) for lines in others) / len(others)


def _distinct(voices: Sequence[_Voice]) -> Iterator[_Voice]:
    """Of lines that say the same, the worthiest."""
    kept: list[_Voice] = []
    for voice in sorted(voices, key=lambda one: (-one.worth, one.order)):
        if all(_cosine(voice, other) <= _SAME for other in kept):
            kept.append(voice)
            yield voice


def _cosine(one: _Voice, other: _Voice) -> float:
    small, large = sorted((one.vector, other.vector), key=len)
    return sum(weight * large.get(word, 0.0) for word, weight in small.items())


def _repeated(one: _Voice, other: _Voice) -> float:
    return _REPEATED * len(one.vector.keys() & other.vector.keys())
