"""Takes out of an installed environment what Sariwarta never loads: `prune.py FOLDER`.

Only data, tests and the terminal side of libraries go; no module that the program imports.
The image's tests run after it.
"""

import shutil
import sys
from pathlib import Path

# Languages that the bot speaks (dates in British English); `root` holds what the others inherit.
KEPT_LANGUAGES = ("root", "id", "id_ID", "en", "en_001", "en_GB", "en_US")

# Everything below is relative to site-packages.
NEVER_LOADED = (
    "pycountry/locales",  # names of countries in 100 languages, behind sumy
    "pycountry/databases/iso3166-2.json",
    "pycountry/tests",
    "nltk/test",
    "nltk/app",
    "**/tests",
    "pygments",  # behind the commands of PgQueuer, as are the next two
    "rich",
    "uvloop",
    "lxml/includes",  # headers for compiling against lxml
    "sqlalchemy/dialects/mssql",
    "sqlalchemy/dialects/mysql",
    "sqlalchemy/dialects/oracle",
    "**/*.pyi",
    "**/*.pyx",
    "**/*.pxd",
    "**/*.c",
    "**/__pycache__",
)


def main(folder: Path) -> None:
    [packages] = folder.glob("lib/python*/site-packages")
    before = _size(folder)
    for pattern in NEVER_LOADED:
        for path in list(packages.glob(pattern)):
            _remove(path)
    for path in packages.glob("babel/locale-data/*.dat"):
        if path.stem not in KEPT_LANGUAGES:
            path.unlink()
    after = _size(folder)
    print(f"pruned {(before - after) / 1e6:.0f} MB, {after / 1e6:.0f} MB are left")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()


def _size(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
