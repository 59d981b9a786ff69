"""Our summaries beside LEAD and Sumy's own summarisers, on any IndoSum file.

    python -m benchmarks.summaries.run dev.01.jsonl [dev.02.jsonl ...] [--limit 300]

Sumy's get our tokenizer, sentences, cleaning and stop words: without them they score lower still.
"""

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import mean

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.summarizers.edmundson import EdmundsonSummarizer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.luhn import LuhnSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer

from benchmarks.summaries.indosum import Example, read
from benchmarks.summaries.rouge import paper_rouge, rouge
from bot.text import clean, sentences, summary
from bot.text.words import STOP_WORDS, tokens

WORDS = 60

System = Callable[[Example], Sequence[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="only the first N articles")
    arguments = parser.parse_args()
    examples = read(*arguments.files)[: arguments.limit or None]
    print(f"{len(examples)} articles; a gold summary has {_gold_words(examples):.1f} words")
    print(f"{'system':28s}  plain R-1   R-2   R-L   paper R-1   R-2   R-L  words sent.  ms CPU")
    for name, system in SYSTEMS.items():
        if name in NUMPY and find_spec("numpy") is None:
            print(f"{name:28s}  needs numpy: uv run --with numpy python -m ...")
            continue
        print(f"{name:28s} {_measured(system, examples)}", flush=True)


def _gold_words(examples: Sequence[Example]) -> float:
    return mean(sum(len(tokens(one)) for one in example.summary) for example in examples)


def _measured(system: System, examples: Sequence[Example]) -> str:
    rows = []
    for example in examples:
        start = time.process_time()
        told = list(system(example))
        spent = 1000 * (time.process_time() - start)
        plain = rouge(example.summary, told)
        paper = paper_rouge(example.summary, told)
        words = sum(len(tokens(sentence)) for sentence in told)
        rows.append((*plain, *paper, words, len(told), spent))
    one, two, three, four, five, six, words, size, spent = map(mean, zip(*rows, strict=True))
    return (
        f"     {100 * one:5.2f} {100 * two:5.2f} {100 * three:5.2f}"
        f"       {100 * four:5.2f} {100 * five:5.2f} {100 * six:5.2f}"
        f"  {words:5.1f} {size:4.2f}  {spent:6.2f}"
    )


def _ours(example: Example) -> Sequence[str]:
    return summary.summarise(example.title, example.text, words=WORDS)


def _document(example: Example) -> ObjectDocumentModel:
    tokenizer = summary.NewsTokenizer()
    heading = Sentence(example.title, tokenizer, is_heading=True)
    paragraphs = [
        Paragraph([Sentence(one, tokenizer) for one in sentences.split(part)])
        for part in clean.body(example.text).split("\n\n")
        if part
    ]
    return ObjectDocumentModel([Paragraph([heading]), *paragraphs])


def _by_rules(example: Example) -> list[str]:
    summarizer = summary.NewsSummarizer(words=WORDS, method=summary.RULED)
    return list(map(str, summarizer(_document(example), summary.WordBudget(WORDS))))


def _ours_of_three(example: Example) -> list[str]:
    return list(map(str, summary.NewsSummarizer(words=WORDS)(_document(example), 3)))


def _lead(count: int) -> System:
    return lambda example: example.sentences[:count]


def _lead_words(example: Example) -> list[str]:
    taken: list[str] = []
    left = WORDS
    for sentence in example.sentences:
        length = len(tokens(sentence))
        if taken and abs(left - length) >= abs(left):
            break
        taken.append(sentence)
        left -= length
    return taken


def _stock(kind: Callable[[], object]) -> System:
    def system(example: Example) -> list[str]:
        summarizer = kind()
        summarizer.stop_words = STOP_WORDS
        return list(map(str, summarizer(_document(example), 3)))

    return system


def _edmundson(example: Example) -> list[str]:
    summarizer = EdmundsonSummarizer()
    summarizer.bonus_words = tokens(example.title) or ["berita"]
    summarizer.stigma_words = ["saya"]
    summarizer.null_words = STOP_WORDS
    return list(map(str, summarizer(_document(example), 3)))


SYSTEMS: Mapping[str, System] = {
    "ours, 60 words": _ours,
    "ours, best 3 sentences": _ours_of_three,
    "ours, rules only, 60 words": _by_rules,
    "LEAD-3": _lead(3),
    "LEAD to 60 words": _lead_words,
    "Sumy Edmundson, 3": _edmundson,
    "Sumy LexRank, 3": _stock(LexRankSummarizer),
    "Sumy TextRank, 3": _stock(TextRankSummarizer),
    "Sumy LSA, 3": _stock(LsaSummarizer),
    "Sumy Luhn, 3": _stock(LuhnSummarizer),
}
NUMPY = frozenset({"Sumy LexRank, 3", "Sumy TextRank, 3", "Sumy LSA, 3"})

if __name__ == "__main__":
    main()
