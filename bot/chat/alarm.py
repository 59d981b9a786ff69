"""Tells the admins what only they can cure; each thing once an hour, not once a subscriber."""

from collections.abc import Sequence
from datetime import timedelta

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.chat.texts import DEFAULT_LANGUAGE, texts_for
from bot.chat.views import guide, office
from bot.feeds.difference import Reloaded
from bot.model import Message
from bot.ports import Clock
from bot.roles.outcomes import Problem
from bot.roles.told import Told
from bot.roles.watch import Concern

log = structlog.get_logger()

QUIET = timedelta(hours=1)


class Alarm:
    """Speaks to the admins' private chats; one who never wrote to the bot hears nothing."""

    def __init__(self, bot: Bot, admins: Sequence[int], clock: Clock, zone: str) -> None:
        self._bot = bot
        self._admins = tuple(admins)
        self._clock = clock
        self._zone = zone
        self._told = Told(QUIET)

    async def ring(self, problem: Problem) -> None:
        """A digest's text may be refused for a thousand subscribers: it is told once."""
        if self._told.is_news(problem.detail, self._clock.now()):
            await self._say(guide.rejected(problem, texts_for(DEFAULT_LANGUAGE)))

    async def feeds_file(self, reloaded: Reloaded) -> None:
        """Each save is news of its own: the problems to cure, or what is in force now."""
        await self._say(office.reloaded(reloaded, texts_for(DEFAULT_LANGUAGE)))

    async def concern(self, concern: Concern) -> None:
        """Feeds that died, an outbox that stands still, a full disk."""
        now = self._clock.now()
        await self._say(office.concern(concern, self._zone, now, texts_for(DEFAULT_LANGUAGE)))

    async def _say(self, screen: Message) -> None:
        for admin in self._admins:
            try:
                await self._bot.send_message(admin, screen.html)
            except TelegramError as error:
                log.warning("alarm.not-sent", error=type(error).__name__)
