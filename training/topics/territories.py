"""Writes the catalogue's territories.json: codes with Indonesian and English names of CLDR.

Run it after Babel was updated:

    python training/topics/territories.py
"""

import json
from pathlib import Path

from babel import Locale

TARGET = Path(__file__).parents[2] / "bot/stories/topics/data/territories.json"
# Groups and test codes of CLDR that are no place.
NO_TERRITORY = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


def main() -> None:
    """Write one territory a line, in order of the codes."""
    indonesian, english = Locale("id").territories, Locale("en").territories
    codes = sorted(str(code) for code in indonesian if len(str(code)) == 2 and str(code).isalpha())
    lines = [
        f'"{code}": ' + json.dumps([indonesian[code], english[code]], ensure_ascii=False)
        for code in codes
        if code not in NO_TERRITORY
    ]
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
