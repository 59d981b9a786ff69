"""Do two reports tell the same news? A logistic score over their likeness, outlets and age.

The core (three cosines, age, same outlet) is the model of this project's research; the evidence
beside it was weighed by hand, in round figures, see docs/decisions and benchmarks/stories.
"""

import math
from typing import Final

from bot.stories.likeness import Cosines, Likeness


def probability(pair: Likeness) -> float:
    """That a reader of the one learns nothing he would miss from the other."""
    return _logistic(sum(reasons(pair).values()))


def reasons(pair: Likeness) -> dict[str, float]:
    """What speaks for (> 0) and against (< 0) the same news, in log-odds."""
    return {
        "words": _core(pair.cosines) - 0.2 * math.log1p(pair.hours),
        # The same newsroom seldom tells one event twice: its alike texts are other news.
        "same outlet": pair.same_outlet * (0.4 - 7.3 * pair.cosines.body),
        "title told": 2.0 * (pair.told - 0.7),
        "deed told": 2.0 * (pair.done - 0.4),
        "deeds": 1.0 * (pair.doings - 0.2),
        "quotations": 0.5 * pair.quoted,
        "scores": pair.scores_agree - 2.0 * pair.scores_differ,
        "numbers": -0.5 * pair.numbers_differ - 0.25 * pair.numbers_alone,
        "phase": 1.4 * pair.same_phase - 2.0 * pair.other_phase,
        "one is a roundup": -3.0 * pair.one_roundup,
        "one is a profile": -1.2 * pair.one_profile,
        "one is a reaction": -1.0 * pair.one_reaction,
        "other page of a series": -1.8 * pair.other_page,
        "other day of a series": -0.5 * pair.other_day,
    }


def kinship(pair: Likeness) -> float:
    """That both belong to one affair: for that, who tells it and what kind of piece it is matter
    little, and a follow-up is welcome.
    """
    why = reasons(pair)
    return _logistic(
        why["words"] + why["phase"] + 0.4 * why["quotations"] + 0.3 * why["same outlet"]
    )


def _core(cosines: Cosines) -> float:
    return -6.4 + 4.9 * cosines.lead + 7.6 * cosines.body + 3.7 * cosines.title


def _logistic(score: float) -> float:
    return 1 / (1 + math.exp(-max(-_FARTHEST, min(_FARTHEST, score))))


_FARTHEST: Final = 50.0
