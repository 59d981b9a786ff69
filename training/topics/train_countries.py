"""Trains the weights of bot/stories/topics/aboutness.py and writes data/country_weights.json.

    python training/topics/train_countries.py PATH/TO/indosum.jsonl [--folds]

Only the articles of IndoSum (Kurniawan & Louvan 2018, CC BY-SA 4.0) are read, each once with
its whole text and once with 300 characters; the labels come from this folder. Logistic
regression with an L2 penalty on traits of equal spread, solved by Newton's method: nothing is
drawn at random. `--folds` leaves out one part of the labels at a time and prints how well the
others tell it.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, prod, sqrt
from pathlib import Path

from bot.model import TopicKey
from bot.stories.topics.catalogue import builtin
from bot.stories.topics.deciding import is_about
from bot.stories.topics.matching import Matcher

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "bot/stories/topics/data/country_weights.json"
# Drawn for measuring alone.
HELD_OUT = ("sealed",)
# Chosen on the parts left out in turn; from 1 to 30 they change by a point of F1.
PENALTY = 6.0
SHORT = 300
ROUNDS = 12
TRAITS = (
    "score", "title", "name in title", "actor in title", "toward in title", "match in title*sport",
    "acting in first", "toward in first", "former in first", "match in first*sport",
    "actor in second", "opening", "bodiless", "kinds", "share", "short", "short*title",
    "untitled*lead", "untitled*density", "unnamed*tech", "titled*others", "abroad", "home place",
    "show*here in title", "club*named in first", "club*here in title",
)  # fmt: skip


@dataclass(frozen=True)
class Story:
    part: str
    wanted: frozenset[TopicKey]
    traits: dict[TopicKey, list[float]]  # of each country that it names
    named: frozenset[TopicKey]  # what the rules say


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("indosum", type=Path)
    parser.add_argument("--folds", action="store_true")
    arguments = parser.parse_args()
    whole, short = read_stories(arguments.indosum)
    if arguments.folds:
        show_folds(whole, short)
    else:
        write(train([*whole, *short]), len(whole))


def read_stories(path: Path) -> tuple[list[Story], list[Story]]:
    labels = [json.loads(line) for line in (HERE / "labels.jsonl").read_text().splitlines()]
    texts = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        texts[record["id"]] = record["title"], "\n\n".join(map(" ".join, record["paragraphs"]))
    catalogue = builtin()
    matcher = Matcher(catalogue)
    countries = {topic.key for topic in catalogue.topics if topic.kind == "country"}
    used = [r for r in labels if r["set"] == "summaries" and r["part"] not in HELD_OUT]
    stories: tuple[list[Story], list[Story]] = ([], [])
    for record in used:
        title, text = texts[record["id"]]
        for kind, body in zip(stories, (text, text[:SHORT]), strict=True):
            traits = matcher.traits(title, body)
            kind.append(
                Story(
                    record["part"],
                    frozenset(record["topics"]) & countries,
                    {
                        key: [value_of(name, found) for name in TRAITS]
                        for key, found in traits.items()
                    },
                    frozenset(key for key, found in traits.items() if found["named"]),
                )
            )
    return stories


def value_of(name: str, traits: object) -> float:
    assert isinstance(traits, dict)
    return prod(traits[part] for part in name.split("*"))


def train(stories: Iterable[Story]) -> dict[str, float]:
    """Weights for traits as they are; inside, each trait has mean 0 and spread 1."""
    rows = [
        (values, float(key in story.wanted))
        for story in stories
        for key, values in story.traits.items()
    ]
    columns = list(zip(*(values for values, _ in rows), strict=True))
    means = [sum(column) / len(column) for column in columns]
    spreads = [
        sqrt(sum((value - mean) ** 2 for value in column) / len(column)) or 1.0
        for column, mean in zip(columns, means, strict=True)
    ]
    scaled = [
        (
            [1.0, *((v - m) / s for v, m, s in zip(values, means, spreads, strict=True))],
            wanted,
        )
        for values, wanted in rows
    ]
    bias, *weights = newton(scaled)
    plain = [weight / spread for weight, spread in zip(weights, spreads, strict=True)]
    bias -= sum(weight * mean for weight, mean in zip(plain, means, strict=True))
    return {"one": bias, **dict(zip(TRAITS, plain, strict=True))}


def newton(rows: Sequence[tuple[list[float], float]]) -> list[float]:
    """The weights of least loss; the bias (first) is not held down."""
    size = len(rows[0][0])
    weights = [0.0] * size
    for _ in range(ROUNDS):
        slope = [0.0] + [-PENALTY * weight for weight in weights[1:]]
        bend = [[PENALTY * (i == j > 0) for j in range(size)] for i in range(size)]
        for values, wanted in rows:
            likely = sigmoid(weights, values)
            doubt = likely * (1.0 - likely)
            for i, value in enumerate(values):
                slope[i] += (wanted - likely) * value
                line, share = bend[i], doubt * value
                for j in range(size):
                    line[j] += share * values[j]
        weights = [w + step for w, step in zip(weights, solved(bend, slope), strict=True)]
    return weights


def solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """x of matrix * x = right, by elimination; the matrix is positive definite."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for i in range(size):
        for j in range(i + 1, size):
            share = rows[j][i] / rows[i][i]
            rows[j] = [a - share * b for a, b in zip(rows[j], rows[i], strict=True)]
    found = [0.0] * size
    for i in reversed(range(size)):
        known = sum(rows[i][j] * found[j] for j in range(i + 1, size))
        found[i] = (rows[i][size] - known) / rows[i][i]
    return found


def sigmoid(weights: Sequence[float], values: Sequence[float]) -> float:
    return 1.0 / (1.0 + exp(-sum(w * v for w, v in zip(weights, values, strict=True))))


def show_folds(whole: list[Story], short: list[Story]) -> None:
    """How the model alone, the rules alone and both judges tell parts not trained on."""
    parts = sorted({story.part for story in whole})
    weights = {
        part: list(train(s for s in (*whole, *short) if s.part != part).values()) for part in parts
    }
    for name, stories in (("whole", whole), ("short", short)):
        for judge in ("rules", "model", "both"):
            found = [decided(story, weights[story.part], judge) for story in stories]
            right = sum(len(keys & s.wanted) for keys, s in zip(found, stories, strict=True))
            precision = right / sum(map(len, found))
            recall = right / sum(len(story.wanted) for story in stories)
            f1 = 2 * precision * recall / (precision + recall)
            print(f"{name}, {judge}: P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")


def decided(story: Story, weights: Sequence[float], judge: str) -> frozenset[TopicKey]:
    if judge == "rules":
        return story.named
    likely = {key: sigmoid(weights, [1.0, *values]) for key, values in story.traits.items()}
    if judge == "model":
        return frozenset(key for key, probability in likely.items() if probability >= 0.5)
    return frozenset(
        key
        for key, probability in likely.items()
        if is_about(probability, named=key in story.named)
    )


def write(weights: dict[str, float], stories: int) -> None:
    content = {
        "note": "Trained by training/topics/train_countries.py on IndoSum"
        f" (Kurniawan & Louvan 2018, CC BY-SA 4.0); {stories} stories, whole and cut.",
        "weights": {name: round(weight, 3) for name, weight in weights.items()},
    }
    TARGET.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
