"""Extractive summaries: a Sumy summariser for news, and one summary for many reports."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.nlp.stemmers import Stemmer, null_stemmer
from sumy.summarizers._summarizer import AbstractSummarizer, SentenceInfo
from sumy.utils import get_stop_words

from bot.model import Quote, Text
from bot.style import SummaryLength
from bot.text import clean, fusion, ranker, rules, sentences
from bot.text.article import Article, Line, article
from bot.text.choose import choose
from bot.text.language import detect
from bot.text.words import tokens

# News beyond this many characters and sentences is no news; bounds the time of a hostile text.
_LONGEST_TEXT = 100_000
_MOST_LINES = 800
# A text without full stops is one endless sentence: its beginning must do.
_LONGEST_LINE = 600  # characters
# What is left of a sentence that shares no stem with the title.
_OFF_TITLE = 0.25
# How many words the summary of a story has, about.
WORDS = {SummaryLength.SHORT: 35, SummaryLength.NORMAL: 60, SummaryLength.LONG: 110}
_INDONESIAN = frozenset({"id", "ms"})
_LANGUAGE_CODE = re.compile(r"[a-z]{2,3}")


def summarise(title: str, text: str, *, words: int = 60, language: str = "id") -> tuple[str, ...]:
    """Sentences of the text, as they stand and in its order, of about `words` words together."""
    document = _document(title, text)
    summarizer = _summarizer(language or detect(text), words)
    return tuple(_clipped(str(one)) for one in summarizer(document, WordBudget(words)))


def summarise_story(reports: Sequence[Text]) -> tuple[Quote, ...]:
    """Sentences of all reports: what they share and what each adds, each with its outlet.

    The long summary; every sentence knows the shortest in which it stands.
    """
    language = _majority(reports)
    alike = _distinct(report for report in reports if _kind(_language(report)) == language)
    summarizer = _summarizer(language, WORDS[SummaryLength.NORMAL])
    rated = [summarizer.rated(_document(report.title, report.text)) for report in alike]
    normal = _normal(summarizer, rated)
    short = fusion.shorten(rated, normal, WORDS[SummaryLength.SHORT])
    return tuple(
        Quote(
            text=_clipped(rated[number].article.lines[order].text),
            entry_id=alike[number].entry_id,
            outlet=alike[number].outlet,
            least=_least((number, order), short, normal),
        )
        for number, order in fusion.lengthen(rated, normal, WORDS[SummaryLength.LONG])
    )


def _distinct(reports: Iterable[Text]) -> list[Text]:
    """Without copies under another outlet's name: they tell nothing more."""
    first: dict[str, Text] = {}
    for report in reports:
        first.setdefault(report.text, report)
    return list(first.values())


def _normal(summarizer: "NewsSummarizer", rated: Sequence[fusion.Rated]) -> Sequence[fusion.Number]:
    """From one report what its summariser picks; from many what they share and add."""
    if len(rated) != 1:
        return fusion.fuse(rated, WORDS[SummaryLength.NORMAL])
    return [(0, order) for order in summarizer.picked(rated[0], WORDS[SummaryLength.NORMAL])]


def _least(
    number: fusion.Number, short: Sequence[fusion.Number], normal: Sequence[fusion.Number]
) -> SummaryLength:
    if number in short:
        return SummaryLength.SHORT
    return SummaryLength.NORMAL if number in normal else SummaryLength.LONG


class NewsTokenizer:
    """What Sumy asks of a tokenizer, by our own rules: it ships none for Indonesian."""

    def to_sentences(self, paragraph: str) -> tuple[str, ...]:
        return tuple(sentences.split(paragraph))

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(tokens(sentence))


class WordBudget:
    """A `sentences_count` for any Sumy summariser: its best sentences, about `words` words."""

    def __init__(self, words: int) -> None:
        self.words = words

    def __call__(self, infos: Sequence[SentenceInfo]) -> list[SentenceInfo]:
        taken: list[SentenceInfo] = []
        left = self.words
        for info in infos:
            length = len(info.sentence.words)
            if not taken or abs(left - length) < abs(left):
                taken.append(info)
                left -= length
        return taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How sentences are rated and how a set of them is picked."""

    rate: Callable[[Article, int], Sequence[float]]
    pick: Callable[[Article, Sequence[float], int], tuple[int, ...]]


def _pick(article: Article, worths: Sequence[float], words: int) -> tuple[int, ...]:
    return choose(ranker.candidates(article, worths), words)


RANKED = Method(rate=ranker.rate, pick=ranker.pick)
RULED = Method(rate=rules.worths, pick=_pick)
LEAD = Method(rate=rules.lead, pick=_pick)


# Sumy has no type hints, so that its classes are Any to the checker.
class NewsSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """Rates the sentences of a news report; its title is the document's heading.

    `words` is the length that the ratings aim at. `sentences_count` is Sumy's: a number, a
    percentage or a callable; for a WordBudget the sentences are picked as a set.
    """

    def __init__(
        self,
        stemmer: Callable[[str], str] = null_stemmer,
        *,
        words: int = 60,
        method: Method = RANKED,
    ) -> None:
        super().__init__(stemmer)
        self._words = words
        self._method = method

    def __call__(
        self, document: ObjectDocumentModel, sentences_count: object
    ) -> tuple[Sentence, ...]:
        rated = self.rated(document)
        if isinstance(sentences_count, WordBudget):
            picked = self.picked(rated, sentences_count.words)
            return tuple(document.sentences[order] for order in picked)
        ratings: dict[Sentence, float] = {}
        for sentence, worth in zip(document.sentences, rated.worths, strict=True):
            ratings.setdefault(sentence, worth)
        chosen: tuple[Sentence, ...] = self._get_best_sentences(
            document.sentences, sentences_count, ratings
        )
        return chosen

    def picked(self, rated: fusion.Rated, words: int) -> tuple[int, ...]:
        """The orders of the sentences that are best together."""
        return self._method.pick(rated.article, rated.worths, words)

    def rated(self, document: ObjectDocumentModel) -> fusion.Rated:
        """The document as an article, with the worth of each of its sentences."""
        known = article(
            [word for heading in document.headings for word in heading.words],
            ([(str(one), one.words) for one in part.sentences] for part in document.paragraphs),
        )
        worths = self._method.rate(known, self._words)
        return fusion.Rated(article=known, worths=rules.usable(known, worths))


class ForeignSummarizer(NewsSummarizer):
    """For languages that Sumy knows: its stop words and stems tell what the title is about."""

    def __init__(self, language: str, *, words: int = 60) -> None:
        super().__init__(
            Stemmer(language), words=words, method=Method(rate=self._by_title, pick=_pick)
        )
        self._stop_words = get_stop_words(language)

    def _by_title(self, article: Article, words: int) -> list[float]:
        topic = self._stems(word for word in article.title if word not in self._stop_words)
        places = rules.worths(article, words)
        if not topic:
            return list(places)
        return [
            place * (_OFF_TITLE + (1 - _OFF_TITLE) * self._covered(topic, line))
            for place, line in zip(places, article.lines, strict=True)
        ]

    def _covered(self, topic: frozenset[str], line: Line) -> float:
        return len(topic & self._stems(line.words)) / len(topic)

    def _stems(self, words: Iterable[str]) -> frozenset[str]:
        return frozenset(map(self.stem_word, words))


def _summarizer(language: str, words: int) -> NewsSummarizer:
    if language in _INDONESIAN:
        return NewsSummarizer(words=words)
    if _LANGUAGE_CODE.fullmatch(language):
        with suppress(LookupError):
            return ForeignSummarizer(language, words=words)
    return NewsSummarizer(words=words, method=LEAD)


def _document(title: str, text: str) -> ObjectDocumentModel:
    tokenizer = NewsTokenizer()
    heading = Sentence(clean.title(title), tokenizer, is_heading=True)
    paragraphs = [
        [Sentence(one, tokenizer) for one in tokenizer.to_sentences(paragraph)]
        for paragraph in clean.body(text[:_LONGEST_TEXT]).split("\n\n")
        if paragraph
    ]
    return ObjectDocumentModel([Paragraph([heading]), *map(Paragraph, _first(paragraphs))])


def _first(paragraphs: Iterable[list[Sentence]]) -> Iterator[list[Sentence]]:
    left = _MOST_LINES
    for paragraph in paragraphs:
        yield paragraph[:left]
        left = max(0, left - len(paragraph))


def _clipped(sentence: str) -> str:
    if len(sentence) <= _LONGEST_LINE:
        return sentence
    return sentence[:_LONGEST_LINE].rpartition(" ")[0] + " …"


def _language(report: Text) -> str:
    """What the feed declares wins over what the words look like."""
    return report.language or detect(report.text or report.title)


def _kind(language: str) -> str:
    return "id" if language in _INDONESIAN else language


def _majority(reports: Sequence[Text]) -> str:
    kinds = Counter(_kind(_language(report)) for report in reports)
    return max(kinds, key=lambda kind: kinds[kind], default="")
