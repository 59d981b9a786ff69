"""The trained weights as they are shipped."""

import json
from importlib.resources import files
from typing import Any

from bot.text import bundles, features, ranker
from bot.text.article import Article, article
from bot.text.choose import Bundle
from bot.text.words import tokens

SENTENCES = (
    "Wali Kota Rejomulyo meresmikan Taman Bambu di tepi sungai pada Senin (5/5).",
    "Taman seluas dua hektare itu dibangun dengan dana kota sebesar Rp 4 miliar.",
    "“Kami ingin warga punya tempat bermain,” kata Wali Kota Sri Lestari.",
    "Bagaimana warga bisa masuk ke taman itu pada malam hari?",
    "Taman dibuka setiap hari dari pukul 06.00 sampai 21.00 tanpa tiket.",
    "Pemerintah kota akan menambah dua taman lagi pada tahun depan.",
)


def _article(*sentences: str) -> Article:
    return article(
        tokens("taman bambu di tepi sungai dibuka"), [[(one, tokens(one))] for one in sentences]
    )


def _stored() -> Any:  # Any: JSON.
    return json.loads(files("bot.text").joinpath("data", "ranker.json").read_text("utf-8"))


def test_shipped_weights_are_used() -> None:
    assert ranker.trained() is not None


def test_shipped_weights_are_small() -> None:
    assert len(json.dumps(_stored())) < 300_000


def test_shipped_weights_know_no_feature_that_is_not_there() -> None:
    """A column added without training anew would shift every split."""
    survey = features.survey(_article(*SENTENCES))
    offers = [Bundle(orders=(0, 1), promise=0.5, hits=20.0, length=24)]
    width = {
        "sentences": len(features.rows(survey)[0]),
        "bundles": len(bundles.rows(survey, [0.5] * len(SENTENCES), offers, 60)[0]),
    }
    stored = _stored()

    for kind, columns in width.items():
        assert stored["columns"][kind] == columns


def test_news_is_rated_above_quotation_and_question() -> None:
    found = ranker.rate(_article(*SENTENCES), 60)

    assert found[0] > found[2]
    assert found[1] > found[3]


def test_rates_are_chances() -> None:
    assert all(0 < rate < 1 for rate in ranker.rate(_article(*SENTENCES), 60))


def test_shorter_summary_picks_less() -> None:
    known = _article(*SENTENCES)

    picked = {
        words: ranker.pick(known, ranker.rate(known, words), words) for words in (30, 60, 100)
    }

    assert len(picked[30]) < len(picked[60]) <= len(picked[100])


def test_empty_article_has_no_rate() -> None:
    assert list(ranker.rate(_article(), 60)) == []
    assert ranker.pick(_article(), [], 60) == ()
