"""Who may do what, and how much of it: the bot's door."""

from dataclasses import dataclass, field

from telegram import Bot, Chat, Message, User

from bot.chat.callbacks import Press
from bot.chat.commands.office import OFFICE_PRESSES
from bot.chat.commands.table import PRESSES
from bot.chat.elsewhere import Place, Places
from bot.chat.quota import Quota, Verdict
from bot.chat.rights import Rights
from bot.chat.services import Services
from bot.chat.texts import Texts
from bot.chat.views import guide

ALL_PRESSES = {**PRESSES, **OFFICE_PRESSES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Asks Telegram where it must, and remembers the answers for a while."""

    services: Services
    rights: Rights
    places: Places = field(default_factory=Places)
    quota: Quota = field(default_factory=Quota)

    async def may_change(self, bot: Bot, message: Message) -> bool:
        """Whether the message's writer may change what its chat has chosen."""
        now = self.services.clock.now()
        chat, user, sender = message.chat, message.from_user, message.sender_chat
        return await self.rights.may_change(bot, chat, user, sender, now)

    async def refusal(
        self,
        bot: Bot,
        chat: Chat,
        user: User,
        press: Press | None,
        place: Place | None,
        texts: Texts,
    ) -> str:
        """Why a press is not obeyed, as a sentence over the chat; "" when it is."""
        if press is None or (press.act in OFFICE_PRESSES and user.id not in self.services.admins):
            return guide.old_keyboard(texts)
        now = self.services.clock.now()
        if self.quota.take(user.id, now) is not Verdict.GRANTED:
            return guide.wait_a_minute(texts)
        if not self.rights.may_use(chat.id, user):
            return texts("This bot is private.")
        if press.chat_id:
            return "" if await self.rules(bot, place, user) else guide.admins_only(texts)
        if ALL_PRESSES[press.act].changes and not await self.rights.may_change(
            bot, chat, user, None, now
        ):
            return guide.admins_only(texts)
        return ""

    async def place_of(self, bot: Bot, press: Press | None) -> Place | None:
        """The other chat that a button means, if it means one."""
        return await self.place(bot, str(press.chat_id) if press and press.chat_id else "")

    async def place(self, bot: Bot, name: str) -> Place | None:
        return await self.places.find(bot, name, self.services.clock.now()) if name else None

    async def rules(self, bot: Bot, place: Place | None, user: User | None) -> bool:
        """Whether there is such a group or channel, and the user may set it up from elsewhere."""
        if place is None or user is None or not self.rights.may_use(place.chat_id, user):
            return False
        now = self.services.clock.now()
        return await self.rights.rules(bot, place.chat_id, user.id, now)
