"""Log lines: no token gets out."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.ops.logs import hidden

ROOT = Path(__file__).parents[2]
TOKEN = "7000000001:AAF-not-a-real-token-only-for-tests"
PROGRAM = f"""
import logging, structlog
from bot.ops import logs
logs.configure({{form!r}}, "info")
try:
    raise ValueError("https://api.telegram.org/bot{TOKEN}/getMe")
except ValueError:
    structlog.get_logger().exception("role.crashed", role="poll")
    logging.getLogger("telegram").exception("failed")
"""


@pytest.mark.parametrize("form", ["console", "json"])
def test_no_token_in_a_traceback(form: str) -> None:
    run = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", PROGRAM.format(form=form)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )

    assert run.stderr.count("ValueError") >= 2
    assert "AAF-not" not in run.stderr
    assert run.stderr.count("<token>") >= 2


def test_other_numbers_stay() -> None:
    assert hidden("12:30, entry 123456:7") == "12:30, entry 123456:7"
