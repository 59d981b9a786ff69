"""`python -m bot` and the command `sariwarta`."""

import sys

from bot.cli import run


def main() -> int:
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
