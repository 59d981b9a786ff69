"""Tidy: what nobody refers to any more is deleted after its time."""

from datetime import timedelta

from bot.model import RoleReport
from bot.ports import Clock, Storage


async def tidy_round(storage: Storage, clock: Clock, *, keep: timedelta) -> RoleReport:
    """Delete what is older than `keep`; saved and queued things stay."""
    deleted = await storage.tidy(clock.now(), keep)
    return RoleReport(role="tidy", done=sum(deleted.values()), counts=dict(deleted))
