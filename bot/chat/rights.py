"""Who may use the bot, and who may change a group's settings."""

from collections import OrderedDict
from datetime import datetime, timedelta

from telegram import Bot, Chat, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

# Long enough for a whole set-up, short enough for a changed admin list.
_REMEMBERED = timedelta(minutes=5)
_MOST_REMEMBERED = 4096
_RULERS = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})


class Rights:
    """Asks Telegram once in a while who a group's admins are."""

    def __init__(self, *, operators: frozenset[int], allowed_chats: frozenset[int]) -> None:
        self._operators = operators
        self._allowed = allowed_chats
        self._known: OrderedDict[tuple[int, int], tuple[datetime, bool]] = OrderedDict()

    def may_use(self, chat_id: int, user: User | None) -> bool:
        """Everyone, unless the operator named the chats."""
        if not self._allowed or chat_id in self._allowed or chat_id in self._operators:
            return True
        return user is not None and user.id in self._operators

    async def may_change(
        self, bot: Bot, chat: Chat, user: User | None, sender: Chat | None, now: datetime
    ) -> bool:
        """In groups only their admins, also anonymous ones who write as the group itself."""
        if chat.type == ChatType.PRIVATE or (sender is not None and sender.id == chat.id):
            return True
        if user is None:
            return False
        return await self.rules(bot, chat.id, user.id, now)

    async def rules(self, bot: Bot, chat_id: int, user_id: int, now: datetime) -> bool:
        """Whether this user is an admin of that group or channel, or operates the bot."""
        if user_id in self._operators:
            return True
        key = (chat_id, user_id)
        since, rules = self._known.get(key, (None, False))
        if since is None or now - since > _REMEMBERED:
            rules = await _rules(bot, chat_id, user_id)
            self._known[key] = (now, rules)
            self._known.move_to_end(key)
            if len(self._known) > _MOST_REMEMBERED:
                self._known.popitem(last=False)
        return rules


async def _rules(bot: Bot, chat_id: int, user_id: int) -> bool:
    try:
        member = await bot.get_chat_member(chat_id, user_id)
    except TelegramError:
        # Not knowing is no permission; the next try asks again only after a while.
        return False
    return member.status in _RULERS
