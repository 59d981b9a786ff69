# /// script
# requires-python = ">=3.11"
# dependencies = ["lightgbm==4.7.0", "numpy>=2"]
# ///
"""Trains the ranker of `bot.text` on IndoSum, and measures it on articles it has not seen.

    python -m training.summaries.train cross IndoSum.jsonl ...   five folds and each outlet left out
    python -m training.summaries.train write IndoSum.jsonl ...   bot/text/data/ranker.json

The features are those of the program, so that there is one definition of them.
"""

import argparse
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import lightgbm
import numpy as np

from benchmarks.summaries import indosum, rouge
from bot.text import bundles, clean, features, ranker, rules, sentences
from bot.text.article import Article, article
from bot.text.choose import Bundle
from bot.text.trees import Forest, Stored
from bot.text.words import tokens

WORDS: Final = 60
FOLDS: Final = 5
TARGET: Final = Path("bot/text/data/ranker.json")
# Sentences beyond these are never in a gold summary's best extract.
_READ: Final = 40
_EXTRACT: Final = 5
# The second forest learns from worths of several partitions: it must stand their noise.
_ROUNDS: Final = 2
_COMMON: Final = {
    "bagging_freq": 1,
    "verbose": -1,
    "num_threads": 2,
    "deterministic": True,
    "force_row_wise": True,
}
SENTENCES: Final = _COMMON | {
    "objective": "cross_entropy",
    "learning_rate": 0.1,
    "num_leaves": 16,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "lambda_l2": 5,
}
BUNDLES: Final = _COMMON | {
    "objective": "regression",
    "learning_rate": 0.1,
    "num_leaves": 16,
    "min_data_in_leaf": 200,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "lambda_l2": 10,
}
SENTENCE_TREES: Final = 60
BUNDLE_TREES: Final = 60
SENTENCE_SEEDS: Final = (1, 2)
BUNDLE_SEEDS: Final = (1, 2)


# The program's choice, and the three best-rated sentences.
Picks = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An article with everything that is counted once."""

    example: indosum.Example
    article: Article
    survey: features.Survey
    rows: dict[int, list[float]]
    lines: list[rouge.Tokens]
    gold: list[rouge.Tokens]
    extract: frozenset[int]  # the lines of the best extract, found greedily

    def score(self, orders: Sequence[int], size: int = 1) -> float:
        """ROUGE F1 of these lines."""
        return rouge.ngram_f1(self.gold, [self.lines[order] for order in orders], size)


def case(example: indosum.Example) -> Case:
    """Clean, split and survey an article as the program does."""
    split = [sentences.split(part) for part in clean.body(example.text).split("\n\n") if part]
    known = article(
        tokens(clean.title(example.title)),
        [[(sentence, tokens(sentence)) for sentence in part] for part in split],
    )
    survey = features.survey(known)
    lines = [rouge.tokens(line.text) for line in known.lines]
    gold = [rouge.tokens(sentence) for sentence in example.summary]
    return Case(
        example=example,
        article=known,
        survey=survey,
        rows=features.rows(survey),
        lines=lines,
        gold=gold,
        extract=_extract(lines[:_READ], gold),
    )


def _extract(lines: Sequence[rouge.Tokens], gold: Sequence[rouge.Tokens]) -> frozenset[int]:
    """The lines that raise ROUGE-1 + ROUGE-2 most, one after the other."""
    chosen: list[int] = []
    best = 0.0
    while len(chosen) < _EXTRACT:
        scores = {
            order: _both(lines, sorted([*chosen, order]), gold)
            for order in range(len(lines))
            if order not in chosen
        }
        order = max(scores, key=lambda one: scores[one], default=-1)
        if order < 0 or scores[order] <= best:
            break
        best = scores[order]
        chosen.append(order)
    return frozenset(chosen)


def _both(lines: Sequence[rouge.Tokens], orders: list[int], gold: Sequence[rouge.Tokens]) -> float:
    text = [lines[order] for order in orders]
    return rouge.ngram_f1(gold, text, 1) + rouge.ngram_f1(gold, text, 2)


def fit(cases: Sequence[Case]) -> dict[str, list[Stored]]:
    """Both forests; the second one learns from worths that its articles were not trained with."""
    rows: list[list[float]] = []
    gains: list[float] = []
    for round_ in range(_ROUNDS):
        part = [_fold(one.example.id, f"inner{round_}") for one in cases]
        for fold in range(FOLDS):
            known = [one for one, number in zip(cases, part, strict=True) if number != fold]
            forest = Forest.read(_sentence_forest(known, (round_ + 1,)))
            for one, number in zip(cases, part, strict=True):
                if number == fold:
                    _offer(forest, one, rows, gains)
    return {
        "sentences": _sentence_forest(cases, SENTENCE_SEEDS),
        "bundles": _forest(rows, gains, BUNDLES, BUNDLE_TREES, BUNDLE_SEEDS),
    }


def _sentence_forest(cases: Sequence[Case], seeds: Sequence[int]) -> list[Stored]:
    rows = [row for one in cases for row in one.rows.values()]
    marks = [float(order in one.extract) for one in cases for order in one.rows]
    return _forest(rows, marks, SENTENCES, SENTENCE_TREES, seeds)


def _offer(forest: Forest, one: Case, rows: list[list[float]], gains: list[float]) -> None:
    """Add a row and the gain in ROUGE-1 over the average offer for each offered bundle."""
    weights = ranker.Weights(sentences=forest, bundles=Forest.read(()))
    worths = rules.usable(one.article, ranker.worths(weights, one.survey, WORDS))
    offers: list[Bundle] = ranker.offered(one.article, worths, WORDS)
    scores = [one.score(offer.orders) for offer in offers]
    rows.extend(bundles.rows(one.survey, worths, offers, WORDS))
    gains.extend(score - sum(scores) / len(scores) for score in scores)


def _forest(
    rows: Sequence[Sequence[float]],
    marks: Sequence[float],
    parameters: dict[str, object],
    trees: int,
    seeds: Sequence[int],
) -> list[Stored]:
    table = np.asarray(rows, dtype=np.float64)
    grown: list[Stored] = []
    for seed in seeds:
        data = lightgbm.Dataset(table, np.asarray(marks))
        model = lightgbm.train(parameters | {"seed": seed}, data, trees).dump_model()
        grown += [_flat(tree["tree_structure"], len(seeds)) for tree in model["tree_info"]]
    return grown


def _flat(root: dict[str, Any], share: int) -> Stored:
    """A tree as parallel lists in pre-order: features, thresholds or leaves, right children."""
    features_: list[int] = []
    thresholds: list[float] = []
    rights: list[int] = []

    def add(node: dict[str, Any]) -> None:
        here = len(features_)
        is_leaf = "leaf_value" in node
        features_.append(-1 if is_leaf else node["split_feature"])
        value = node["leaf_value"] / share if is_leaf else node["threshold"]
        thresholds.append(float(f"{value:.6g}"))
        rights.append(0)
        if not is_leaf:
            add(node["left_child"])
            rights[here] = len(features_)
            add(node["right_child"])

    add(root)
    return features_, thresholds, rights


def summary(weights: ranker.Weights, one: Case) -> Picks:
    """What the program picks with these weights, and the three best-rated sentences."""
    worths = rules.usable(one.article, ranker.worths(weights, one.survey, WORDS))
    best = sorted(range(len(worths)), key=lambda order: -worths[order])[:3]
    return ranker.best(weights, one.survey, worths, WORDS), tuple(sorted(best))


def cross(cases: Sequence[Case], group: Callable[[Case], object]) -> dict[str, Picks]:
    """The summaries of all cases, each by weights that have not seen its group."""
    found: dict[str, Picks] = {}
    for number in sorted({str(group(one)) for one in cases}):
        weights = ranker.read(fit([one for one in cases if str(group(one)) != number]))
        for one in cases:
            if str(group(one)) == number:
                found[one.example.id] = summary(weights, one)
    return found


def report(name: str, cases: Sequence[Case], picks: Mapping[str, tuple[int, ...]]) -> None:
    """Print the mean R-1, R-2 and R-L of both kinds, and lengths."""
    rows = [_measured(one, picks[one.example.id]) for one in cases]
    one, two, three, four, five, six, words, size = np.mean(rows, axis=0)
    print(
        f"{name:24s} plain {100 * one:.2f} {100 * two:.2f} {100 * three:.2f}"
        f" paper {100 * four:.2f} {100 * five:.2f} {100 * six:.2f}"
        f" words {words:.1f} sentences {size:.2f}",
        flush=True,
    )


def _measured(one: Case, orders: Sequence[int]) -> tuple[float, ...]:
    gold, told = one.example.summary, [one.article.lines[order].text for order in orders]
    length = sum(len(one.lines[order]) for order in orders)
    return *rouge.rouge(gold, told), *rouge.paper_rouge(gold, told), float(length), float(len(told))


def _fold(key: str, salt: str = "outer") -> int:
    return int(hashlib.sha256(f"{salt}:{key}".encode()).hexdigest(), 16) % FOLDS


def write(cases: Sequence[Case], target: Path) -> None:
    """Train on everything and store the weights."""
    stored = {
        "about": "Two forests trained by training/summaries on IndoSum (CC BY-SA 4.0, "
        "Kurniawan and Louvan 2018); see training/summaries/README.md",
        "columns": _columns(cases[0]),
        **fit(cases),
    }
    target.write_text(json.dumps(stored, separators=(",", ":")) + "\n", "utf-8")
    print(f"{target}: {target.stat().st_size / 1000:.0f} kB from {len(cases)} articles")


def _columns(one: Case) -> dict[str, int]:
    """How wide the rows are: a test holds the program to it."""
    offer = [Bundle(orders=(0,), promise=0.0, hits=0.0, length=1)]
    worths = [0.0] * len(one.lines)
    return {
        "sentences": len(next(iter(one.rows.values()))),
        "bundles": len(bundles.rows(one.survey, worths, offer, WORDS)[0]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("act", choices=("cross", "write"))
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--outlets", action="store_true", help="leave each outlet out in turn")
    parser.add_argument("--target", type=Path, default=TARGET)
    arguments = parser.parse_args()
    cases = [case(example) for example in indosum.read(*arguments.files)]
    if arguments.act == "write":
        write(cases, arguments.target)
        return
    picks = cross(cases, lambda one: _fold(one.example.id))
    report("five folds", cases, {key: pair[0] for key, pair in picks.items()})
    report("five folds, 3 sentences", cases, {key: pair[1] for key, pair in picks.items()})
    if arguments.outlets:
        left_out = {
            key: pair[0] for key, pair in cross(cases, lambda one: one.example.outlet).items()
        }
        report("outlet left out", cases, left_out)
        for outlet in sorted({one.example.outlet for one in cases}):
            group = [one for one in cases if one.example.outlet == outlet]
            report(f"  {outlet}", group, left_out)


if __name__ == "__main__":
    main()
