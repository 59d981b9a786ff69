"""Trains the desk classifier and writes bot/stories/topics/data/desk_weights.json.

    python training/topics/train_desks.py PATH/TO/indosum.jsonl

Only the articles of IndoSum (Kurniawan & Louvan 2018, CC BY-SA 4.0) are read; labels come
from this folder and, for whole sections, from IndoSum's own categories. Nothing is drawn at
random: the same input gives the same file. See README.md for what is held out.
"""

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.stories.topics.catalogue import builtin
from bot.stories.topics.desks import features, keyword_features
from bot.stories.topics.evidence import Contexts, gather
from bot.stories.topics.told import tell
from bot.stories.topics.vocabulary import Vocabulary
from bot.stories.topics.words import cut

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "bot/stories/topics/data/desk_weights.json"
DESKS = (
    "ekonomi", "olahraga", "hukum", "politik", "teknologi", "kesehatan", "bencana", "hiburan",
)  # fmt: skip
# IndoSum's own categories that are a desk; what they do not tell is left open.
SECTIONS = {
    "olahraga": ("olahraga", {"hukum"}),
    "showbiz": ("hiburan", {"hukum", "kesehatan"}),
    "teknologi": ("teknologi", {"ekonomi", "hiburan"}),
}
# Cost of an error against the size of the weights; tried on the tuning part of dedup.
COST = 0.5
ROUNDS = 40
RAREST = 3  # a word of fewer articles is left out
KEPT = 1500  # weights a desk


@dataclass(frozen=True)
class Example:
    values: dict[str, float]
    keywords: dict[str, float]
    wanted: dict[str, bool]  # a desk that is missing is not known


def main() -> None:
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    examples = read_examples(articles)
    spread = Counter(word for example in examples for word in example.values)
    common = {word for word, count in spread.items() if count >= RAREST}
    desks = {desk: train(desk, examples, common) for desk in DESKS}
    write(desks, len(examples))


def read_examples(articles: list[dict[str, object]]) -> list[Example]:
    vocabulary = Vocabulary([topic for topic in builtin().topics if topic.kind == "desk"])
    known, held_out = read_labels()
    examples = []
    for article in sorted(articles, key=lambda article: str(article["id"])):
        key = str(article["id"])
        if key in held_out:
            continue
        if key in known:
            wanted = {desk: desk in known[key] for desk in DESKS}
        elif article["category"] in SECTIONS:
            own, open_ = SECTIONS[str(article["category"])]
            wanted = {desk: desk == own for desk in DESKS if desk not in open_}
        else:
            continue
        title, text = str(article["title"]), text_of(article)
        examples.append(example_of(title, text, wanted, vocabulary))
        # A copy with a short text: many feeds give no more than a title and a sentence.
        examples.append(example_of(title, text[:300], wanted, vocabulary))
    return examples


def read_labels() -> tuple[dict[str, list[str]], set[str]]:
    known, held_out = {}, set()
    for line in (HERE / "desk_labels.jsonl").read_text().splitlines():
        record = json.loads(line)
        known[record["id"]] = record["desks"]
    for line in (HERE / "labels.jsonl").read_text().splitlines():
        record = json.loads(line)
        if record["part"] in ("more", "shut", "study"):
            continue  # drawn after these weights: for countries only
        if record["part"] not in ("tune", "test"):
            held_out.add(record["id"])
        elif record["set"] == "summaries":
            known[record["id"]] = record["topics"]
    return known, held_out


def text_of(article: dict[str, object]) -> str:
    paragraphs = article["paragraphs"]
    assert isinstance(paragraphs, list)
    return "\n\n".join(" ".join(sentences) for sentences in paragraphs)


def example_of(title: str, text: str, wanted: dict[str, bool], vocabulary: Vocabulary) -> Example:
    head, body = cut(title), cut(text)
    keywords = keyword_features(gather(tell(vocabulary, head, body), Contexts()))
    return Example(features(head, body), keywords, wanted)


def train(desk: str, examples: list[Example], common: set[str]) -> dict[str, float]:
    """L2-loss support vector machine by dual coordinate descent (Hsieh et al., ICML 2008)."""
    known = [
        (vector(example, common), 1.0 if example.wanted[desk] else -1.0)
        for example in examples
        if desk in example.wanted
    ]
    positives = sum(sign > 0 for _, sign in known)
    costs = {
        1.0: COST * len(known) / (2 * positives),
        -1.0: COST * len(known) / (2 * (len(known) - positives)),
    }
    weights: dict[str, float] = {}
    alphas = [0.0] * len(known)
    sizes = [sum(value * value for value in values.values()) for values, _ in known]
    for round_ in range(ROUNDS):
        for at in order(len(known), round_):
            values, sign = known[at]
            softness = 1.0 / (2.0 * costs[sign])
            margin = sum(weights.get(word, 0.0) * value for word, value in values.items())
            slope = sign * margin - 1.0 + softness * alphas[at]
            alpha = max(0.0, alphas[at] - slope / (sizes[at] + softness))
            change, alphas[at] = (alpha - alphas[at]) * sign, alpha
            if change:
                for word, value in values.items():
                    weights[word] = weights.get(word, 0.0) + change * value
    return kept(weights)


def kept(weights: dict[str, float]) -> dict[str, float]:
    """The heaviest weights, rounded; those of keywords and the bias always."""
    words = sorted(
        (word for word in weights if word[0] != "@"), key=lambda word: -abs(weights[word])
    )
    chosen = words[:KEPT] + [word for word in weights if word[0] == "@"]
    return {word: round(weights[word], 2) for word in sorted(chosen) if round(weights[word], 2)}


def vector(example: Example, common: set[str]) -> dict[str, float]:
    values = {word: value for word, value in example.values.items() if word in common}
    return {**values, **example.keywords, "@bias": 1.0}


def order(count: int, round_: int) -> list[int]:
    """Another order every round without any chance."""
    return sorted(range(count), key=lambda at: ((at + 1) * (7919 + 104_729 * round_)) % 1_000_003)


def write(desks: dict[str, dict[str, float]], examples: int) -> None:
    note = (
        "Trained by training/topics/train_desks.py on IndoSum"
        f" (Kurniawan & Louvan 2018, CC BY-SA 4.0); {examples} examples."
    )
    lines = [
        f'"{desk}": ' + json.dumps(weights, ensure_ascii=False, separators=(",", ":"))
        for desk, weights in desks.items()
    ]
    body = ",\n".join(lines)
    TARGET.write_text(
        f'{{"note": {json.dumps(note)},\n"desks": {{\n{body}\n}}}}\n', encoding="utf-8"
    )


if __name__ == "__main__":
    main()
