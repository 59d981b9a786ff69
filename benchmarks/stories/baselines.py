"""What others do to find the same news, each as: the most alike earlier report and how alike."""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from hashlib import blake2b
from typing import Any, Final

from datasketch import MinHash
from rapidfuzz import fuzz

from bot.model import Report
from bot.text.similarity import Frequencies, damped, norm
from bot.text.words import content, tokens

SPAN: Final = timedelta(hours=48)
# By report: the earlier report that is most alike and how much, or none.
Closest = list[tuple[float, int] | None]
_BITS: Final = 64
_PERMUTATIONS: Final = 128
_READ: Final = 2000
_LETTERS = re.compile(r"[\W_]+")


def exact_title(reports: Sequence[Report]) -> Closest:
    """The same letters and digits in the headline."""
    return _closest(
        reports, lambda one: _LETTERS.sub("", one.title.lower()), lambda a, b: float(a == b)
    )


def title_words(reports: Sequence[Report]) -> Closest:
    """Jaccard of the headlines' words without stop words, as NewsBlur does."""
    return _closest(reports, lambda one: frozenset(content(one.title)), _jaccard)


def simhash(reports: Sequence[Report]) -> Closest:
    """Manku, Jain and Das Sarma 2007: 64 bits over the words of title and text."""
    return _closest(reports, _simhash, lambda a, b: 1 - (a ^ b).bit_count() / _BITS)


def minhash(reports: Sequence[Report]) -> Closest:
    """datasketch's MinHash of 128 permutations over runs of three words."""
    return _closest(reports, _minhash, lambda a, b: float(a.jaccard(b)))


def fuzzy_title(reports: Sequence[Report]) -> Closest:
    """rapidfuzz' token_set_ratio of the headlines."""
    return _closest(
        reports, lambda one: one.title.lower(), lambda a, b: fuzz.token_set_ratio(a, b) / 100
    )


def tf_idf(reports: Sequence[Report]) -> Closest:
    """The cosine of title (three times) and text, weights over the live window."""
    frequencies = Frequencies()
    live: deque[tuple[int, dict[str, float], frozenset[str]]] = deque()
    found: Closest = []
    for number, report in enumerate(reports):
        while live and report.published - reports[live[0][0]].published > SPAN:
            frequencies.remove(live.popleft()[2])
        counts = Counter(tokens(report.title) * 3 + tokens(report.text[:_READ]))
        weights = frequencies.weights(counts)
        vector = {term: damped(n) * weights[term] for term, n in counts.items()}
        length = norm(vector)
        vector = {term: weight / length for term, weight in vector.items()}
        found.append(max(((_dot(vector, other), at) for at, other, _ in live), default=None))
        terms = frozenset(counts)
        frequencies.add(terms)
        live.append((number, vector, terms))
    return found


BASELINES: Final[dict[str, Callable[[Sequence[Report]], Closest]]] = {
    "exact title": exact_title,
    "title words, Jaccard (NewsBlur)": title_words,
    "SimHash, 64 bits": simhash,
    "MinHash, 128 (datasketch)": minhash,
    "token_set_ratio (rapidfuzz)": fuzzy_title,
    "TF-IDF cosine": tf_idf,
}


def _closest(
    reports: Sequence[Report],
    made: Callable[[Report], Any],
    alike: Callable[[Any, Any], float],
) -> Closest:
    live: deque[tuple[int, Any]] = deque()
    found: Closest = []
    for number, report in enumerate(reports):
        while live and report.published - reports[live[0][0]].published > SPAN:
            live.popleft()
        own = made(report)
        found.append(max(((alike(own, other), at) for at, other in live), default=None))
        live.append((number, own))
    return found


def _jaccard(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / len(left | right) if left | right else 0.0


def _words(report: Report) -> list[str]:
    return tokens(f"{report.title} {report.text[:_READ]}")


def _simhash(report: Report) -> int:
    sums = [0] * _BITS
    for word, count in Counter(_words(report)).items():
        bits = int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big")
        for place in range(_BITS):
            sums[place] += count if bits >> place & 1 else -count
    return sum(1 << place for place, total in enumerate(sums) if total > 0)


def _minhash(report: Report) -> MinHash:
    made = MinHash(num_perm=_PERMUTATIONS)
    made.update_batch([" ".join(run).encode() for run in _runs(_words(report))])
    return made


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(words, words[1:], words[2:], strict=False)


def _dot(left: dict[str, float], right: dict[str, float]) -> float:
    return sum(weight * right[term] for term, weight in left.items() if term in right)
