"""ROUGE-1, ROUGE-2 and summary-level ROUGE-L as F1, after C.-Y. Lin 2004, without stemming."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_TOKEN = re.compile(r"[a-z0-9]+")
_DIGIT = re.compile(r"\d")
# The paper ran ROUGE with `-l 100`.
_MOST_WORDS = 100

Tokens = list[str]


def tokens(text: str) -> Tokens:
    """The tokens of ROUGE-1.5.5 and of the rouge-score package: ASCII letters and digits."""
    return _TOKEN.findall(text.lower())


def rouge(gold: Sequence[str], summary: Sequence[str]) -> tuple[float, float, float]:
    """R-1, R-2 and R-L of a summary, each a list of sentences."""
    wanted = [tokens(sentence) for sentence in gold]
    given = [tokens(sentence) for sentence in summary]
    return ngram_f1(wanted, given, 1), ngram_f1(wanted, given, 2), _lcs_f1(wanted, given)


def paper_rouge(gold: Sequence[str], summary: Sequence[str]) -> tuple[float, float, float]:
    """As Kurniawan and Louvan 2018 counted: every digit of the summary was 0, not of the gold."""
    return rouge(_first(gold), _first([_DIGIT.sub("0", sentence) for sentence in summary]))


def _first(text: Sequence[str]) -> list[str]:
    left = _MOST_WORDS
    kept = []
    for sentence in text:
        words = sentence.split()[:left]
        left -= len(words)
        kept.append(" ".join(words))
    return kept


def ngram_f1(gold: Sequence[Tokens], summary: Sequence[Tokens], size: int) -> float:
    """F1 of the n-grams of two texts; sentences are joined first, as ROUGE does."""
    wanted, given = _ngrams(gold, size), _ngrams(summary, size)
    return _f1((wanted & given).total(), wanted.total(), given.total())


def _ngrams(sentences: Iterable[Tokens], size: int) -> Counter[tuple[str, ...]]:
    flat = [token for sentence in sentences for token in sentence]
    return Counter(zip(*(flat[start:] for start in range(size)), strict=False))


def _lcs_f1(gold: Sequence[Tokens], summary: Sequence[Tokens]) -> float:
    """The union of each gold sentence's common subsequences with all summary sentences, clipped."""
    left_gold = Counter(token for sentence in gold for token in sentence)
    left_summary = Counter(token for sentence in summary for token in sentence)
    hits = 0
    for sentence in gold:
        marked: set[int] = set().union(*(_common(sentence, other) for other in summary))
        for index in sorted(marked):
            token = sentence[index]
            if left_gold[token] > 0 and left_summary[token] > 0:
                hits += 1
                left_gold[token] -= 1
                left_summary[token] -= 1
    return _f1(hits, sum(map(len, gold)), sum(map(len, summary)))


def _common(gold: Tokens, other: Tokens) -> set[int]:
    """The indices in `gold` of one longest common subsequence."""
    table = [[0] * (len(other) + 1) for _ in range(len(gold) + 1)]
    for row, token in enumerate(gold, start=1):
        for column, second in enumerate(other, start=1):
            table[row][column] = (
                table[row - 1][column - 1] + 1
                if token == second
                else max(table[row - 1][column], table[row][column - 1])
            )
    found: set[int] = set()
    row, column = len(gold), len(other)
    while row and column:
        if gold[row - 1] == other[column - 1]:
            found.add(row - 1)
            row, column = row - 1, column - 1
        elif table[row - 1][column] >= table[row][column - 1]:
            row -= 1
        else:
            column -= 1
    return found


def _f1(hits: float, wanted: int, given: int) -> float:
    return 2 * hits / (wanted + given) if wanted + given else 0.0
