"""People at the real process: they write, tap what they see, and wait for what comes."""

from dataclasses import dataclass

from tests.fakes.botapi import FakeBotApi
from tests.fakes.botapi_world import SentMessage
from tests.program.conftest import PATIENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in one chat, and in one thread of it."""

    server: FakeBotApi
    chat: int
    user: int
    thread: int = 0

    @property
    def messages(self) -> list[SentMessage]:
        every = self.server.chat(self.chat).messages
        return [each for each in every if not each.deleted and each.thread_id == self.thread]

    async def says(self, text: str) -> None:
        await self.server.user_says(self.chat, text, sender=self.user, thread_id=self.thread)

    async def sees(self, words: str) -> SentMessage:
        """Waits for a message that shows the words, also after an edit."""

        def look() -> SentMessage | None:
            return next((each for each in reversed(self.messages) if words in each.text), None)

        found: SentMessage = await self.server.wait_for(look, PATIENCE)
        return found

    async def hears(self, words: str, *, after: int) -> SentMessage:
        """Waits for a message with the words beyond those that were there."""

        def look() -> SentMessage | None:
            return next((one for one in self.messages[after:] if words in one.text), None)

        found: SentMessage = await self.server.wait_for(look, PATIENCE)
        return found

    async def taps(self, *labels: str) -> None:
        """One button after the other, each as soon as it is there; its label begins so."""
        for label in labels:
            message, data = await self._button(label)
            await self.server.user_presses(self.chat, message.message_id, data, sender=self.user)

    async def _button(self, label: str) -> tuple[SentMessage, str]:
        def look() -> tuple[SentMessage, str] | None:
            keys = ((each, key) for each in reversed(self.messages) for key in each.keys)
            found = (
                (each, key.data)
                for each, key in keys
                if key.label.removeprefix("✓ ").startswith(label)
            )
            return next(found, None)

        found: tuple[SentMessage, str] = await self.server.wait_for(look, PATIENCE)
        return found
