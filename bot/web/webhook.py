"""Where Telegram posts updates: nobody else gets in, and each is stored before it is confirmed."""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

import structlog
from aiohttp import web

from bot.errors import SariwartaError

log = structlog.get_logger()

# An update holds at most a message and the one it answers, a few ten KB.
MOST_BYTES = 512 * 1024
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- a header's name

# Stores one posted body; False = it is no update. May raise TryLater.
Take = Callable[[bytes], Awaitable[bool]]


@dataclass(slots=True, kw_only=True)
class Door:
    """The webhook's place; closed (503, Telegram tries again) until somebody takes updates."""

    path: str
    secret: str
    take: Take | None = None

    def add_to(self, app: web.Application) -> None:
        app.router.add_post(self.path, self.answer)

    async def answer(self, request: web.Request) -> web.Response:
        given = request.headers.get(_SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, self.secret.encode()):
            log.warning("webhook.stranger", peer=request.remote)
            return web.Response(status=HTTPStatus.FORBIDDEN)
        if self.take is None:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        # Beyond the server's limit of MOST_BYTES this raises, which is answered with 413.
        body = await request.read()
        try:
            known = await self.take(body)
        except SariwartaError as error:
            log.warning("webhook.not-stored", reason=str(error))
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response(status=HTTPStatus.OK if known else HTTPStatus.BAD_REQUEST)
