"""How many of a story's facts its summary tells, and whether it tells them twice.

    python -m benchmarks.summaries.stories articles.jsonl

Weighted fact recall after the pyramid method (A. Nenkova and R. Passonneau 2004): a fact weighs as
many points as reports tell it. `stories.json` holds the facts as patterns; the articles are read
from a file of JSON lines with id, source, title and text.
"""

import argparse
import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import mean

from bot.model import EntryId, Text, at_length
from bot.style import SummaryLength
from bot.text import clean, sentences, summary
from bot.text.words import fold, tokens

LABELS = Path(__file__).with_name("stories.json")
WORDS = 60

Summary = Callable[[Sequence[Text]], Sequence[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--show", action="store_true", help="print the story summaries")
    arguments = parser.parse_args()
    found = _articles(arguments.articles)
    stories = json.loads(LABELS.read_text("utf-8"))["stories"]
    print(f"{len(stories)} stories, {sum(len(story['reports']) for story in stories)} reports")
    print(f"{'summary':22s} facts %  told twice %  words")
    for name, make in SYSTEMS.items():
        rows = [_row(story, found, make) for story in stories]
        facts, twice, words = (mean(column) for column in zip(*rows, strict=True))
        print(f"{name:22s} {100 * facts:7.1f} {100 * twice:13.1f} {words:6.1f}")
    if arguments.show:
        _show(stories, found)


def _row(
    story: Mapping[str, Sequence[str]], found: Mapping[str, Text], make: Summary
) -> tuple[float, float, float]:
    reports = [found[number] for number in story["reports"]]
    patterns = [re.compile(fact) for fact in story["facts"]]
    weights = [sum(bool(fact.search(fold(one.text))) for one in reports) for fact in patterns]
    told = list(map(fold, make(reports)))
    times = [sum(bool(fact.search(sentence)) for sentence in told) for fact in patterns]
    recall = sum(weight for weight, count in zip(weights, times, strict=True) if count) / sum(
        weights
    )
    # The first two facts name the subject: every sentence may.
    repeated = [count > 1 for count in times[2:]]
    return recall, mean(repeated), sum(len(tokens(sentence)) for sentence in told)


def _story(reports: Sequence[Text]) -> list[str]:
    told = at_length(summary.summarise_story(reports), SummaryLength.NORMAL)
    return [quote.text for quote in told]


def _first(reports: Sequence[Text]) -> Sequence[str]:
    return summary.summarise(reports[0].title, reports[0].text, words=WORDS)


def _longest(reports: Sequence[Text]) -> Sequence[str]:
    longest = max(reports, key=lambda report: len(report.text))
    return summary.summarise(longest.title, longest.text, words=WORDS)


def _lead(reports: Sequence[Text]) -> list[str]:
    taken: list[str] = []
    left = WORDS
    for paragraph in clean.body(reports[0].text).split("\n\n"):
        for sentence in sentences.split(paragraph):
            length = len(tokens(sentence))
            if taken and abs(left - length) >= abs(left):
                return taken
            taken.append(sentence)
            left -= length
    return taken


SYSTEMS: Mapping[str, Summary] = {
    "first report's lead": _lead,
    "first report": _first,
    "longest report": _longest,
    "all reports": _story,
}


def _articles(path: Path) -> dict[str, Text]:
    found = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        record = json.loads(line)
        found[record["id"]] = Text(
            title=record["title"],
            text=record["text"],
            outlet=record["source"],
            entry_id=EntryId(number),
            language="id",
        )
    return found


def _show(stories: Sequence[Mapping[str, Sequence[str]]], found: Mapping[str, Text]) -> None:
    for story in stories:
        reports = [found[number] for number in story["reports"]]
        print("---", reports[0].title)
        for quote in summary.summarise_story(reports):
            print(f"  {quote.least:<5} [{quote.outlet}] {quote.text}")


if __name__ == "__main__":
    main()
