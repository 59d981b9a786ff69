"""What the image leaves out of Babel is not what dates are written with."""

import runpy
from pathlib import Path

from babel import Locale

from bot.chat.dates import locale_of

ROOT = Path(__file__).parents[2]
KEPT = set(runpy.run_path(str(ROOT / "deploy" / "prune.py"))["KEPT_LANGUAGES"])


def test_languages_of_dates_stay_with_all_they_inherit() -> None:
    needed = {"root"}
    for language in ("id", "en"):
        name = str(Locale.parse(locale_of(language)))
        needed |= {name, name.partition("_")[0]}

    assert needed <= KEPT
    assert "en_001" in KEPT  # en_GB inherits from it
