"""Where feeds' hubs verify that we asked them, and push news: WebSub's callback."""

import re
from dataclasses import dataclass
from http import HTTPStatus

import structlog
from aiohttp import web

from bot.errors import SariwartaError
from bot.feeds.websub import Verification
from bot.roles.websub import HubTools, expects, take, verify

log = structlog.get_logger()

PATH = "/websub/"
# Larger documents are fetched when the worker has time for them.
_MOST_BYTES = 2_000_000
_SIGNATURE = "X-Hub-Signature"
_TOKEN = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class HubDoor:
    """The callback of all lines; each has an address that nobody can guess."""

    tools: HubTools

    def add_to(self, app: web.Application) -> None:
        app.router.add_get(PATH + "{token}", self.verify)
        app.router.add_post(PATH + "{token}", self.push)

    async def verify(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        if not _TOKEN.fullmatch(token):
            return web.Response(status=HTTPStatus.NOT_FOUND)
        try:
            said = await verify(self.tools, token, Verification.read(request.query))
        except SariwartaError as error:
            return _not_now(error)
        if said is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        return web.Response(text=said)

    async def push(self, request: web.Request) -> web.Response:
        """Answered as soon as the feed is due; a wrong signature is not told to its sender."""
        token = request.match_info["token"]
        if not _TOKEN.fullmatch(token):
            return web.Response(status=HTTPStatus.GONE)
        try:
            line = await expects(self.tools, token)
            if line is None:
                return web.Response(status=HTTPStatus.GONE)
            signature = request.headers.get(_SIGNATURE, "")
            await take(self.tools, line, await _body(request), signature)
        except SariwartaError as error:
            return _not_now(error)
        return web.Response(status=HTTPStatus.ACCEPTED)


async def _body(request: web.Request) -> bytes | None:
    """The body; None when it is too large."""
    parts = bytearray()
    async for chunk in request.content.iter_any():
        parts += chunk
        if len(parts) > _MOST_BYTES:
            return None
    return bytes(parts)


def _not_now(error: SariwartaError) -> web.Response:
    log.warning("websub.not-stored", reason=str(error))
    return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
