"""The server's queue of updates: long polling with offsets, or pushing to a webhook."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession

from tests.fakes.botapi_refusals import another_poller, bad_request, webhook_is_set
from tests.fakes.botapi_schema import Params
from tests.fakes.botapi_world import Json, World

_LEFT_OUT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass
class UpdateQueue:
    """Updates that the bot has not confirmed yet."""

    world: World
    pending: list[Json] = field(default_factory=list)
    allowed: Sequence[str] = ()
    webhook: Params = field(default_factory=dict)
    last_id: int = 1000
    polls: int = 0  # getUpdates calls answered so far
    _poll: int = 0

    def push(self, kind: str, content: Any) -> int:
        """Queue an update of this kind unless the bot does not want it."""
        self.last_id += 1
        wanted = kind in self.allowed if self.allowed else kind not in _LEFT_OUT_BY_DEFAULT
        if wanted:
            self.pending.append({"update_id": self.last_id, kind: content})
            self.world.changed()
        return self.last_id

    async def get(self, params: Params) -> list[Json]:
        """getUpdates; a second call ends the first one with 409, as Telegram does."""
        if self.webhook:
            raise webhook_is_set()
        if "allowed_updates" in params:
            self.allowed = params["allowed_updates"]
        self._poll += 1
        mine = self._poll
        self.world.changed()
        self._confirm(params.get("offset", 0))
        try:
            async with asyncio.timeout(min(params.get("timeout", 0), 50)):
                while not self.pending:
                    await self.world.change()
                    self._check(mine)
        except TimeoutError:
            pass
        self.polls += 1
        return self.pending[: min(max(params.get("limit", 100), 1), 100)]

    async def push_webhook(self, url: str) -> list[int]:
        """Post what is pending to `url`, in order; returns the statuses.

        An update that is not answered with 2xx stays, and those behind it, as with Telegram.
        """
        headers = {}
        if secret := self.webhook.get("secret_token"):
            headers["X-Telegram-Bot-Api-Secret-Token"] = secret
        statuses = []
        async with ClientSession(headers=headers) as http:
            while self.pending:
                async with http.post(url, json=self.pending[0]) as reply:
                    statuses.append(reply.status)
                if not 200 <= reply.status < 300:
                    break
                self.pending.pop(0)
        return statuses

    def _check(self, mine: int) -> None:
        if self.webhook:
            raise webhook_is_set()
        if mine != self._poll:
            raise another_poller()

    def _confirm(self, offset: int) -> None:
        if offset > 0:
            self.pending = [each for each in self.pending if each["update_id"] >= offset]
        elif offset < 0:
            self.pending = self.pending[offset:]

    def set_webhook(self, params: Params) -> bool:
        url = params["url"]
        if url and not url.startswith("https://"):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook = params if url else {}
        self.allowed = params.get("allowed_updates", self.allowed)
        if params.get("drop_pending_updates"):
            self.pending.clear()
        self.world.changed()
        return True

    def delete_webhook(self, params: Params) -> bool:
        self.webhook = {}
        if params.get("drop_pending_updates"):
            self.pending.clear()
        return True

    def webhook_info(self, _params: Params) -> Json:
        return {
            "url": self.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self.pending),
        }
