"""Measures the matcher against the labelled development set of this folder.

    python training/topics/evaluate.py INDOSUM.jsonl [OTHER.jsonl ...] [--part final] [--cut 300]
    python training/topics/evaluate.py --traps training/topics/traps_sealed.jsonl

Each file holds one JSON object a line with `id`, `title` and `text` (or IndoSum's
`paragraphs`); stories without a label are passed over. Prints precision, recall and F1 for
countries, the regions Timur Tengah and Eropa, and the desks; `--errors` names each wrong one.
`--traps` measures invented stories that carry their own `topics`.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.model import TopicKey
from bot.stories.topics.catalogue import Catalogue, builtin
from bot.stories.topics.matching import Matcher

LABELS = Path(__file__).parent / "labels.jsonl"
REGIONS = ("timur-tengah", "eropa")
PARTS = (
    "tune", "test", "final", "last", "fresh", "kept", "more", "shut", "sealed", "study",
)  # fmt: skip
DESKS = (
    "ekonomi", "olahraga", "hukum", "politik", "teknologi", "kesehatan", "bencana", "hiburan",
)  # fmt: skip


@dataclass
class Tally:
    right: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.right / max(2 * self.right + self.extra + self.missed, 1)

    def __str__(self) -> str:
        precision = self.right / max(self.right + self.extra, 1)
        recall = self.right / max(self.right + self.missed, 1)
        figures = f"P {precision:.3f}  R {recall:.3f}  F1 {self.f1:.3f}"
        return f"{figures}  ({self.right} right, {self.extra} extra, {self.missed} missed)"


def main() -> None:
    arguments = read_arguments()
    catalogue = builtin()
    matcher = Matcher(catalogue)
    stories = read_stories(arguments.traps or arguments.files)
    tallies: dict[str, Tally] = defaultdict(Tally)
    for record in read_labels(arguments.traps):
        if record["id"] not in stories or not is_asked(record.get("part"), arguments.part):
            continue
        title, text = stories[record["id"]]
        found = {match.key for match in matcher.match(title, text[: arguments.cut])}
        wanted = with_regions(catalogue, record["topics"])
        missed, extra = count(tallies, scored(catalogue, wanted), scored(catalogue, found))
        if arguments.errors and (missed or extra):
            print(record["id"], "missed", sorted(missed), "extra", sorted(extra), "|", title)
    report(tallies)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--traps", action="append", default=[], type=Path, metavar="FILE")
    parser.add_argument(
        "--part",
        choices=("all", *PARTS),
        default="all",
    )
    parser.add_argument("--cut", type=int, default=1_000_000, help="characters of text")
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    if bool(arguments.files) == bool(arguments.traps):
        parser.error("give either files with labelled stories or --traps")
    return arguments


def read_labels(traps: list[Path]) -> Iterator[dict[str, Any]]:
    """The labels of this folder, or those that the traps carry themselves."""
    for path in traps or [LABELS]:
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def is_asked(part: str | None, asked: str) -> bool:
    """Nobody may meet the answers on the sealed part by measuring all."""
    return part == asked or (asked == "all" and part != "sealed")


def read_stories(files: list[Path]) -> dict[str, tuple[str, str]]:
    stories = {}
    for path in files:
        for record in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            text = record.get("text") or "\n\n".join(map(" ".join, record.get("paragraphs", ())))
            stories[record["id"]] = (record["title"], text)
    return stories


def with_regions(catalogue: Catalogue, topics: list[str]) -> set[TopicKey]:
    """Labels name a region only where no country of it is one."""
    keys = {TopicKey(topic) for topic in topics}
    for key in list(keys):
        info = catalogue.get(key)
        if info is not None and info.kind == "country":
            keys.update(info.parents)
    return keys


def scored(catalogue: Catalogue, keys: set[TopicKey]) -> dict[TopicKey, str]:
    """The keys that count, with their group."""
    groups = {}
    for key in keys:
        info = catalogue.get(key)
        if key in REGIONS:
            groups[key] = "regions"
        elif key in DESKS:
            groups[key] = "desks"
        elif info is not None and info.kind == "country" and key != "indonesia":
            groups[key] = "countries"
    return groups


def count(
    tallies: dict[str, Tally], wanted: dict[TopicKey, str], found: dict[TopicKey, str]
) -> tuple[set[TopicKey], set[TopicKey]]:
    for key, group in {**wanted, **found}.items():
        for name in (group, "all", key):
            tally = tallies[name]
            tally.right += key in wanted and key in found
            tally.extra += key not in wanted
            tally.missed += key not in found
    return set(wanted) - set(found), set(found) - set(wanted)


def report(tallies: dict[str, Tally]) -> None:
    for group in ("countries", "regions", "desks", "all"):
        print(f"{group:12} {tallies[group]}")
    for desk in DESKS:
        print(f"  {desk:10} {tallies[desk]}")
    print(f"desks, macro F1 {sum(tallies[desk].f1 for desk in DESKS) / len(DESKS):.3f}")


if __name__ == "__main__":
    main()
