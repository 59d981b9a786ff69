"""WebSub: lines to feeds' hubs are asked for, renewed and left; what hubs push is polled at once.

feeds that name a hub -> lines -> due? ask the hub -> it verifies -> active
push -> signed? -> the feed is due now, and its next poll reads what was pushed
"""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.feeds.fetch import HttpFetcher
from bot.feeds.outcome import FetchOutcome
from bot.feeds.websub import (
    Verification,
    after_denial,
    after_request,
    after_verification,
    is_meant,
    is_signed,
    request,
)
from bot.hubs import HubLine, HubStage, HubStore
from bot.model import FeedState, RoleReport
from bot.ports import Clock, FeedStore
from bot.roles.pushed import PushedBodies

log = structlog.get_logger()

# Lines asked for in a round, so that rounds end and are reported.
_SOME = 50
# Random bytes: nobody guesses an address, nobody forges a signature.
_TOKEN, _SECRET = 16, 24


@dataclass(frozen=True, slots=True, kw_only=True)
class HubTools:
    """What WebSub needs of the world."""

    hubs: HubStore
    feeds: FeedStore
    fetcher: HttpFetcher
    clock: Clock
    callback: str  # our public address; a line's token follows
    bodies: PushedBodies
    wake: Callable[[], None]  # the poller


async def websub_round(tools: HubTools) -> RoleReport:
    """Let the lines follow the feeds and do what is due about them."""
    now = tools.clock.now()
    await tools.hubs.follow(lambda state: new_line(state, now), now)
    lines = await tools.hubs.due(now, _SOME)
    accepted = await asyncio.gather(*(_ask(tools, line) for line in lines))
    refused = accepted.count(False)
    return RoleReport(
        role="websub", done=len(lines), failed=refused, counts={"accepted": len(lines) - refused}
    )


def new_line(state: FeedState, now: datetime) -> HubLine:
    """A line that is to be asked for."""
    return HubLine(
        feed_id=state.id,
        hub=state.hub,
        topic=state.topic,
        token=secrets.token_hex(_TOKEN),
        secret=secrets.token_hex(_SECRET),
        due=now,
    )


async def _ask(tools: HubTools, line: HubLine) -> bool:
    answer = await tools.fetcher.submit(line.hub, request(line, tools.callback + line.token))
    accepted = answer.outcome is FetchOutcome.NEW
    # A quick hub has verified before it answered: what it changed must not be overwritten.
    present = await tools.hubs.of_token(line.token)
    if present != line:
        return accepted
    refusal = "" if accepted else answer.detail
    if refusal:
        log.info("websub.refused", feed=line.feed_id, reason=refusal)
    await _keep(tools, line, after_request(line, refusal, tools.clock.now()))
    return accepted


async def verify(tools: HubTools, token: str, asked: Verification) -> str | None:
    """What to answer to a hub that verifies; None = we did not ask for this."""
    line = await tools.hubs.of_token(token)
    if line is None:
        return None
    now = tools.clock.now()
    if asked.mode == "denied" and asked.topic == line.topic:
        log.info("websub.denied", feed=line.feed_id)
        await _keep(tools, line, after_denial(line, asked, now))
        return ""
    if not is_meant(line, asked):
        return None
    await _keep(tools, line, after_verification(line, asked, now))
    return asked.challenge


async def _keep(tools: HubTools, line: HubLine, after: HubLine | None) -> None:
    await (tools.hubs.forget(line) if after is None else tools.hubs.save(after))


async def expects(tools: HubTools, token: str) -> HubLine | None:
    """The line that pushes to this address belong to; None = none are wanted there."""
    line = await tools.hubs.of_token(token)
    return None if line is None or line.stage is HubStage.LEAVING else line


async def take(tools: HubTools, line: HubLine, body: bytes | None, signature: str) -> bool:
    """A push: its feed is due from here on, whatever happens to us; False = not from the hub.

    None stands for a body that was too large: then the feed is fetched.
    """
    if body is not None and not is_signed(body, signature, line.secret):
        log.warning("websub.stranger", feed=line.feed_id)
        return False
    if body:
        tools.bodies.put(line.feed_id, body)
    await tools.feeds.hurry([line.feed_id], tools.clock.now(), pushed=True)
    tools.wake()
    return True
