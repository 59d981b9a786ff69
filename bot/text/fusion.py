"""One summary from many reports: what they share, what each adds, nothing twice."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.text.article import Article, Line
from bot.text.words import STOP_WORDS

# Reports and lines beyond these are not read: a story's news stands at the top of its reports.
_REPORTS = 12
_LINES = 20
_CANDIDATES = 14
_VERSIONS = 2  # of one sentence among the candidates
_MOST = 4
_WORDS_PER_SENTENCE = 18
# A summary is shortened to so many sentences, and lengthened to so many.
_SHORTEST = 2
_LONGEST = 5
# What a word counts that only one report has, where one that all have counts 1.
_ALONE = 0.25
# Two sentences that share more of the shorter one's content say the same thing.
_SAME = 0.45
# What a sentence keeps that leans on a neighbour which is not taken.
_HANGING = 0.3
# A summary may be longer than asked by this much.
_TOLERANCE = 1.2
# What a word of the summary must tell to be worth its place.
_COST = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A report's article with the worth of each line, as for a summary of it alone."""

    article: Article
    worths: Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Voice:
    """A line of one report."""

    report: int
    line: Line
    worth: float
    content: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """Lines taken so far, with the best worth at which each of their words is told."""

    voices: tuple[_Voice, ...]
    told: Mapping[str, float]
    length: int


_NOTHING = _Choice(voices=(), told={}, length=0)

# A line by its report's place and its own.
Number = tuple[int, int]


def fuse(reports: Sequence[Rated], words: int) -> tuple[Number, ...]:
    """The numbers of the chosen lines in reading order.

    Maximises the words of the story that are told, each counted once, by how many reports have
    it (concept coverage after D. Gillick and B. Favre 2009, "A Scalable Global Model for
    Summarization").
    """
    shares = _shares(reports[:_REPORTS])
    voices = _best(_voices(reports[:_REPORTS]), shares)
    most = max(_MOST, round(words / _WORDS_PER_SENTENCE))
    return _numbers(_best_of(_choices(voices, words, most), shares))


def shorten(reports: Sequence[Rated], chosen: Sequence[Number], words: int) -> tuple[Number, ...]:
    """The best one or two of the chosen lines."""
    shares = _shares(reports[:_REPORTS], chosen)
    voices = [_voice(reports, number) for number in chosen]
    return _numbers(_best_of(_choices(voices, words, _SHORTEST), shares))


def lengthen(reports: Sequence[Rated], chosen: Sequence[Number], words: int) -> tuple[Number, ...]:
    """The chosen lines with the best that can be added; who wants length counts no words."""
    shares = _shares(reports[:_REPORTS], chosen)
    begun = _NOTHING
    for number in chosen:
        begun = _with(begun, _voice(reports, number))
    others = [
        voice
        for voice in _best(_voices(reports[:_REPORTS]), shares)
        if not any(_same(voice, other) for other in begun.voices)
    ]
    more = _choices(others, words, _LONGEST, begun)
    return _numbers(_best_of([begun, *more], shares, cost=0.0))


def _numbers(choice: _Choice) -> tuple[Number, ...]:
    order = sorted(choice.voices, key=lambda voice: (voice.line.order, voice.report))
    return tuple((voice.report, voice.line.order) for voice in order)


def _voices(reports: Sequence[Rated]) -> list[_Voice]:
    return [
        _voice(reports, (number, line.order))
        for number, report in enumerate(reports)
        for line in report.article.lines[:_LINES]
    ]


def _voice(reports: Sequence[Rated], number: Number) -> _Voice:
    report, order = number
    line = reports[report].article.lines[order]
    return _Voice(
        report=report,
        line=line,
        worth=reports[report].worths[order],
        content=frozenset(line.words) - STOP_WORDS,
    )


def _shares(reports: Sequence[Rated], chosen: Sequence[Number] = ()) -> dict[str, float]:
    """How much of the story a word is: the share of reports that have it.

    The chosen lines count too: whoever chose them may have read further than is read here.
    """
    having: Counter[str] = Counter()
    for place, report in enumerate(reports):
        lines = report.article.lines
        read = [*lines[:_LINES], *(lines[order] for number, order in chosen if number == place)]
        having.update({word for line in read for word in line.words})
    return {
        word: count / len(reports) if count > 1 or len(reports) == 1 else _ALONE
        for word, count in having.items()
        if word not in STOP_WORDS
    }


def _best(voices: Sequence[_Voice], shares: Mapping[str, float]) -> list[_Voice]:
    """The candidates: worthy lines that tell much of what is shared."""
    worthy = [voice for voice in voices if voice.worth > 0] or list(voices)

    def rank(voice: _Voice) -> tuple[float, int, int]:
        shared = sum(shares[word] for word in voice.content) / max(1, len(voice.content))
        return -voice.worth * shared, voice.report, voice.line.order

    kept: list[_Voice] = []
    for voice in sorted(worthy, key=rank):
        if sum(_same(voice, other) for other in kept) < _VERSIONS:
            kept.append(voice)
        if len(kept) == _CANDIDATES:
            break
    return kept


def _choices(
    voices: Sequence[_Voice], words: int, most: int, begun: _Choice = _NOTHING
) -> Iterator[_Choice]:
    """All sets of lines, grown from what is chosen, that fit and do not repeat each other."""
    grown = [(0, begun)] if len(begun.voices) < most else []
    while grown:
        start, smaller = grown.pop()
        for index in range(start, len(voices)):
            voice = voices[index]
            choice = _with(smaller, voice)
            too_long = choice.length > _TOLERANCE * words and bool(smaller.voices)
            if too_long or any(_same(voice, other) for other in smaller.voices):
                continue
            yield choice
            if len(choice.voices) < most:
                grown.append((index + 1, choice))


def _same(one: _Voice, other: _Voice) -> bool:
    """Lines of one report may share words; its writer did not say a thing twice."""
    if one.report == other.report:
        return one.content == other.content
    shorter = max(1, min(len(one.content), len(other.content)))
    return len(one.content & other.content) > _SAME * shorter


def _with(smaller: _Choice, voice: _Voice) -> _Choice:
    told = dict(smaller.told)
    for word in voice.content:
        told[word] = max(told.get(word, 0.0), voice.worth)
    length = smaller.length + len(voice.line.words)
    return _Choice(voices=(*smaller.voices, voice), told=told, length=length)


def _best_of(
    choices: Iterable[_Choice], shares: Mapping[str, float], *, cost: float = _COST
) -> _Choice:
    return max(choices, key=lambda choice: _value(choice, shares, cost), default=_NOTHING)


def _value(choice: _Choice, shares: Mapping[str, float], cost: float) -> float:
    hits = sum(worth * shares[word] for word, worth in choice.told.items())
    hits -= sum(
        (1 - _HANGING) * voice.worth * sum(shares[word] for word in voice.content)
        for voice in choice.voices
        if _hangs(voice, choice.voices)
    )
    return hits - cost * choice.length


def _hangs(voice: _Voice, voices: Sequence[_Voice]) -> bool:
    if not voice.line.is_hanging or voice.line.order == 0:
        return False
    return not any(
        other.report == voice.report and other.line.order == voice.line.order - 1
        for other in voices
    )
