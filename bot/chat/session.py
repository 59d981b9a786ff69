"""Being online in Telegram: wait for the network at the start, take updates, lose none."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog
from telegram import Update
from telegram.error import (
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
from bot.errors import AnotherPoller, BadToken, TryLater
from bot.model import RoleReport
from bot.ports import Clock

# What a terminal or a test puts in the place of the network.
Request = BaseRequest

log = structlog.get_logger()

# What the bot wants to hear of; Telegram sends nothing else.
UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)
# A long poll saves calls: Telegram holds it open until something happens.
LONG_POLL = timedelta(seconds=30)
# Handlers answer within a second; what takes longer waits for Telegram.
HANDLING = timedelta(seconds=5)
FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=1)


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
    wait = FIRST_WAIT
    while True:
        try:
            await app.initialize()
        except InvalidToken as error:
            raise BadToken(
                "Telegram does not know this token: check SARIWARTA_TELEGRAM_TOKEN "
                "(ask @BotFather for it with /mybots)"
            ) from error
        except (NetworkError, RetryAfter) as error:
            log.warning("telegram.unreachable", reason=type(error).__name__, again_in=wait.seconds)
            await clock.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)
        else:
            return


async def _publish_menu(app: Application) -> None:
    try:
        await menu.publish(app.bot)
    except TelegramError as error:
        # The menu is a convenience; commands work without it.
        log.warning("menu.not_published", reason=type(error).__name__)


class Updates:
    """Takes updates by long polling, a batch a round."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._offset = 0
        self._handling: set[asyncio.Task[None]] = set()

    async def round(self) -> RoleReport:
        """Wait for updates and hand each to its handlers.

        The next call confirms them to Telegram: it is made after all were handled, or after
        HANDLING, so that one slow chat does not hold up the others. Raises AnotherPoller,
        BadToken and TryLater.
        """
        updates = await self._fetch()
        if updates:
            await self._handle(updates)
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
        except Conflict as error:
            raise AnotherPoller(
                "another program takes this bot's updates (or a webhook is set): stop it first"
            ) from error
        except InvalidToken as error:
            raise BadToken("Telegram does not know this token any more") from error
        except TimedOut:
            return ()
        except (NetworkError, RetryAfter) as error:
            raise TryLater(f"no updates: {type(error).__name__}") from error
        return updates

    async def _handle(self, updates: tuple[Update, ...]) -> None:
        processor = self._app.update_processor
        tasks = [
            asyncio.create_task(processor.process_update(update, self._app.process_update(update)))
            for update in updates
        ]
        # Kept until done: the event loop holds tasks only weakly.
        self._handling.update(tasks)
        for task in tasks:
            task.add_done_callback(self._handling.discard)
        await asyncio.wait(tasks, timeout=HANDLING.total_seconds())
