"""WebSub: what is said to a feed's hub and what its answers mean; pure reading, no network."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.feeds.urls import is_http_url
from bot.hubs import HubLine, HubStage

# What is asked for; the hub may grant another length.
LEASE = timedelta(days=10)
# The part of a lease after which it is renewed: what is left covers a day of failures.
_RENEW_AFTER = 0.8
_SHORTEST, _LONGEST = timedelta(minutes=5), timedelta(days=30)
# A hub verifies within seconds or minutes; after this it has forgotten us.
_VERIFICATION = timedelta(hours=1)
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=15), timedelta(days=1)
# So often a hub is asked to stop; then its pushes are refused without it.
_GOODBYES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a hub asks before it believes that we meant it."""

    mode: str
    topic: str
    challenge: str
    lease: timedelta | None
    reason: str = ""  # with `denied`

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Verification":
        seconds = query.get("hub.lease_seconds", "")
        return cls(
            mode=query.get("hub.mode", ""),
            topic=query.get("hub.topic", ""),
            challenge=query.get("hub.challenge", ""),
            lease=timedelta(seconds=int(seconds)) if _SECONDS.fullmatch(seconds) else None,
            reason=query.get("hub.reason", "")[:200],
        )


_SECONDS = re.compile(r"[0-9]{1,9}")


def hub_and_topic(
    hub: str, topic: str, headers: Mapping[str, str], address: str
) -> tuple[str, str]:
    """Who pushes the feed and how he calls it, by its document or its Link headers; "" = nobody."""
    link = headers.get("link", "")
    hub, topic = _linked(link, "hub") or hub, _linked(link, "self") or topic
    if not is_http_url(hub):
        return "", ""
    return hub, topic if is_http_url(topic) else address


_LINK = re.compile(
    r"<([^<>]{1,2048})>\s*((?:;\s*[\w*]+\s*=\s*(?:\"[^\"]{0,200}\"|[^\s;,\"]{1,200})\s*)*)"
)
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))", re.IGNORECASE)


def _linked(header: str, rel: str) -> str:
    for address, parameters in _LINK.findall(header):
        found = _REL.search(parameters)
        if found and rel in (found[1] or found[2] or "").lower().split():
            return str(address).strip()
    return ""


def request(line: HubLine, callback: str) -> dict[str, str]:
    """The form that is posted to the hub."""
    form = {"hub.callback": callback, "hub.topic": line.topic}
    if line.stage is HubStage.LEAVING:
        return form | {"hub.mode": "unsubscribe"}
    lease = str(int(LEASE.total_seconds()))
    return form | {"hub.mode": "subscribe", "hub.secret": line.secret, "hub.lease_seconds": lease}


def after_request(line: HubLine, refusal: str, now: datetime) -> HubLine | None:
    """The line after the hub was asked; `refusal` = why not, None = nothing is left to do."""
    if line.stage is HubStage.LEAVING:
        left = replace(line, failures=line.failures + 1, due=now + _VERIFICATION, detail=refusal)
        return None if left.failures > _GOODBYES else left
    if refusal:
        return _failed(line, refusal, now)
    if line.stage is HubStage.ASKED:
        # The hub took the last request too, and never came to verify it.
        silent = _failed(line, "the hub takes the request but does not verify it", now)
        return replace(silent, stage=HubStage.ASKED)
    stage = line.stage if _holds(line, now) else HubStage.ASKED
    return replace(line, stage=stage, due=now + _VERIFICATION, detail="")


def _failed(line: HubLine, why: str, now: datetime) -> HubLine:
    failures = line.failures + 1
    wait = min(_FIRST_WAIT * (1 << min(failures - 1, 10)), _LONGEST_WAIT)
    stage = line.stage if _holds(line, now) else HubStage.WANTED
    return replace(line, stage=stage, due=now + wait, failures=failures, detail=why)


def _holds(line: HubLine, now: datetime) -> bool:
    return line.stage is HubStage.ACTIVE and line.lease_ends is not None and line.lease_ends > now


def is_meant(line: HubLine, asked: Verification) -> bool:
    """Whether this is what we want: a stranger must not subscribe us or end our line."""
    wanted = "unsubscribe" if line.stage is HubStage.LEAVING else "subscribe"
    return asked.mode == wanted and asked.topic == line.topic and bool(asked.challenge)


def after_verification(line: HubLine, asked: Verification, now: datetime) -> HubLine | None:
    """The line after a verification that was meant; None = it has ended."""
    if line.stage is HubStage.LEAVING:
        return None
    granted = LEASE if asked.lease is None else asked.lease
    lease = min(max(granted, _SHORTEST), _LONGEST)
    return replace(
        line,
        stage=HubStage.ACTIVE,
        due=now + lease * _RENEW_AFTER,
        lease_ends=now + lease,
        failures=0,
        detail="",
    )


def after_denial(line: HubLine, asked: Verification, now: datetime) -> HubLine | None:
    """The hub will not push, or not any more; it is asked again a day later."""
    if line.stage is HubStage.LEAVING:
        return None
    why = f"the hub denies: {asked.reason}" if asked.reason else "the hub denies the request"
    return replace(_failed(replace(line, lease_ends=None), why, now), due=now + _LONGEST_WAIT)


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether X-Hub-Signature proves that who sent the body knows the secret."""
    method, _, given = signature.strip().partition("=")
    if method.lower() not in _METHODS:
        return False
    right = hmac.new(secret.encode(), body, method.lower()).hexdigest()
    return hmac.compare_digest(right.encode(), given.strip().lower().encode())


_METHODS = frozenset({"sha1", "sha256", "sha384", "sha512"})
