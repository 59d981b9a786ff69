"""Being online in Telegram: wait for the network at the start, take updates, lose none."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import structlog
from telegram import Update
from telegram.error import (
    BadRequest,
    Conflict,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest

from bot.chat import menu
from bot.chat.application import Application
from bot.chat.intake import Intake, incoming_of
from bot.durations import doubling
from bot.errors import AnotherPoller, BadSettings, BadToken, TryLater
from bot.model import RoleReport
from bot.ports import Clock

# What a terminal or a test puts in the place of the network.
Request = BaseRequest

Result = TypeVar("Result")

log = structlog.get_logger()

# What the bot wants to hear of; Telegram sends nothing else.
UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)
# A long poll saves calls: Telegram holds it open until something happens.
LONG_POLL = timedelta(seconds=30)


@asynccontextmanager
async def online(app: Application, clock: Clock) -> AsyncIterator[None]:
    """The application running inside the block; a network that is down is waited for.

    Raises BadToken.
    """
    await _initialize(app, clock)
    try:
        await _publish_menu(app)
        await app.start()
        try:
            yield
        finally:
            await app.stop()
    finally:
        await app.shutdown()


async def _initialize(app: Application, clock: Clock) -> None:
    """getMe must answer once; until then nothing can be sent."""
    waits = doubling()
    while True:
        try:
            await app.initialize()
        except InvalidToken as error:
            raise BadToken(
                "Telegram does not know this token: check SARIWARTA_TELEGRAM_TOKEN "
                "(ask @BotFather for it with /mybots)"
            ) from error
        except (NetworkError, RetryAfter) as error:
            wait = next(waits)
            log.warning("telegram.unreachable", reason=type(error).__name__, again_in=wait.seconds)
            await clock.sleep(wait)
        else:
            return


async def _publish_menu(app: Application) -> None:
    try:
        await menu.publish(app.bot)
    except TelegramError as error:
        # The menu is a convenience; commands work without it.
        log.warning("menu.not_published", reason=type(error).__name__)


class Polling:
    """Takes updates by long polling, a batch a round."""

    def __init__(self, app: Application, intake: Intake) -> None:
        self._app = app
        self._intake = intake
        self._offset = 0
        self._webhook_gone = False

    async def round(self) -> RoleReport:
        """Wait for updates and take them in; the next call confirms them to Telegram.

        Raises AnotherPoller, BadToken and TryLater.
        """
        if not self._webhook_gone:
            await _asked(self._app.bot.delete_webhook())
            self._webhook_gone = True
        updates = await _asked(self._fetch())
        if updates:
            await self._intake.take([incoming_of(update) for update in updates])
            self._offset = updates[-1].update_id + 1
        return RoleReport(role="chat", done=len(updates), counts={"updates": len(updates)})

    async def _fetch(self) -> tuple[Update, ...]:
        try:
            updates: tuple[Update, ...] = await self._app.bot.get_updates(
                offset=self._offset,
                timeout=LONG_POLL,
                allowed_updates=UPDATES,
                read_timeout=LONG_POLL.total_seconds() + 10,
            )
        except TimedOut:
            return ()
        return updates


class Webhook:
    """Keeps Telegram posting updates to `url`; each round looks whether it still does."""

    def __init__(self, app: Application, url: str, secret: str) -> None:
        self._app = app
        self._url = url
        self._secret = secret
        self._set = False
        self._last_error = datetime.min.replace(tzinfo=UTC)

    async def round(self) -> RoleReport:
        """Set it when it is not ours; tell what Telegram complains of. Raises as Polling does."""
        info = await _asked(self._app.bot.get_webhook_info())
        # The secret does not come back: it may be another one than the last start's.
        if not self._set or info.url != self._url:
            await _asked(self._set_webhook())
        elif info.last_error_date is not None and info.last_error_date > self._last_error:
            self._last_error = info.last_error_date
            log.warning("webhook.failing", reason=info.last_error_message)
        return RoleReport(role="chat", counts={"waiting": info.pending_update_count})

    async def _set_webhook(self) -> None:
        try:
            await self._app.bot.set_webhook(
                self._url, secret_token=self._secret, allowed_updates=UPDATES
            )
        except BadRequest as error:
            raise BadSettings(
                f"SARIWARTA_WEBHOOK_URL: Telegram does not take it ({error.message}); "
                "it must be an https address that Telegram can reach"
            ) from error
        self._set = True
        log.info("webhook.set")


async def _asked(call: Awaitable[Result]) -> Result:
    """A call that is not a person's message: its errors by next step."""
    try:
        return await call
    except Conflict as error:
        raise AnotherPoller(
            "another program takes this bot's updates (or a webhook is set): stop it first"
        ) from error
    except InvalidToken as error:
        raise BadToken("Telegram does not know this token any more") from error
    except (NetworkError, RetryAfter) as error:
        raise TryLater(f"no updates: {type(error).__name__}") from error
