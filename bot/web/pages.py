"""What all web pages share: templates, the style sheet, moments in words."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.web.words import WORDS, language_of

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = Path(__file__).parent
_LOCALES = {"id": "id", "en": "en_GB"}


def page(
    request: web.Request, template: str, zone: str, status: int = 200, **shown: object
) -> web.Response:
    """A page in the reader's language, written in the operator's zone."""
    language = reads(request)
    html = (
        _templates()
        .get_template(template)
        .render(
            language=language,
            words_of=WORDS[language],
            when=lambda at: when(at, zone, language),
            safe=safe,
            **shown,
        )
    )
    response = document(html, "text/html")
    response.set_status(status)
    response.headers["Vary"] = "Accept-Language"
    return response


def reads(request: web.Request) -> str:
    """The language that the reader's browser asks for."""
    return language_of(request.headers.get("Accept-Language", ""))


def document(body: str | bytes, kind: str) -> web.Response:
    content = body.encode() if isinstance(body, str) else body
    return web.Response(body=content, content_type=kind, charset="utf-8")


def style() -> web.Response:
    response = document(_style(), "text/css")
    response.headers["Cache-Control"] = "max-age=3600"
    return response


def safe(url: str) -> str:
    """Only web addresses become links."""
    return url if urlsplit(url).scheme in {"http", "https"} else ""


def when(at: datetime, zone: str, language: str) -> str:
    from babel.dates import format_datetime

    form = "d MMM y, HH.mm z" if language == "id" else "d MMM y, HH:mm z"
    return format_datetime(at, form, tzinfo=ZoneInfo(zone), locale=_LOCALES[language])


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> str:
    return (_FOLDER / "templates" / "gaya.css").read_text(encoding="utf-8")
