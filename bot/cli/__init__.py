"""The command line: arguments in, exit code out."""

import sys
from collections.abc import Sequence

from bot.cli.parser import parser
from bot.errors import OperatorMustAct, SariwartaError


def run(arguments: Sequence[str]) -> int:
    """Parse the arguments, do it, return the exit code."""
    options = parser().parse_args(arguments)
    try:
        return int(options.act(options))
    except OperatorMustAct as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except SariwartaError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read our output has seen enough (`... | head`); nothing is left to say.
        sys.stdout = None
        return 0
    except KeyboardInterrupt:
        return 130
