"""Log lines: events with fields, on stderr, for a person or for a machine."""

import logging
import re
import sys
from typing import Literal

import structlog

from bot.ops.recent import RECENT

# Libraries that tell a URL (and with it the token) or a user's words at INFO.
CHATTY = ("httpx", "httpcore", "telegram", "aiohttp", "alembic", "trafilatura", "sumy")

# As @BotFather gives them: the bot's number, a colon, 35 letters.
_TOKEN = re.compile(r"(?<!\d)\d{5,}:[A-Za-z0-9_-]{30,}")


def hidden(text: str) -> str:
    """The text without Telegram tokens; an exception may quote the address that was called."""
    return _TOKEN.sub("<token>", text)


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return hidden(super().format(record))


def _hide_tokens(_logger: object, _method: str, line: object) -> str:
    return hidden(str(line))


def configure(
    form: Literal["console", "json"], level: str, *also: structlog.typing.Processor
) -> None:
    """Set up structlog and quiet the libraries; `also` sees every event. Called once."""
    threshold = logging.getLevelNamesMapping()[level.upper()]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter("%(levelname)s:%(name)s:%(message)s"))
    logging.basicConfig(handlers=[handler], level=max(threshold, logging.WARNING), force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(threshold, logging.WARNING))
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            # Not rich's: it prints local variables, and with them tokens and people's words.
            exception_formatter=structlog.dev.plain_traceback,
        )
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            RECENT,
            *also,
            structlog.processors.StackInfoRenderer(),
            *([structlog.processors.format_exc_info] if form == "json" else []),
            renderer,
            _hide_tokens,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
