"""Writes data/word_shares.json: in which share of Indonesian articles a word stands.

    python training/topics/word_shares.py PATH/TO/indosum.jsonl

Only counts of single words are kept (IndoSum, Kurniawan & Louvan 2018, CC BY-SA 4.0). They
tell an index of queries which word of a query is rare; no result depends on them.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from bot.stories.topics.words import cut

TARGET = Path(__file__).parents[2] / "bot/stories/topics/data/word_shares.json"
LEAST = 0.01


def main() -> None:
    """Count the articles of each word and keep the common ones."""
    counts: Counter[str] = Counter()
    articles = 0
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        sentences = [sentence for paragraph in record["paragraphs"] for sentence in paragraph]
        counts.update(set(cut(" ".join([record["title"], *sentences])).folded))
        articles += 1
    shares = {
        word: round(count / articles, 3)
        for word, count in sorted(counts.items())
        if count / articles >= LEAST and not word.isdigit()
    }
    TARGET.write_text(json.dumps(shares, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
