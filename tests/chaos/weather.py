"""A Bot API server in bad weather: it refuses, breaks off, or accepts and then breaks off."""

import random
from collections import Counter
from dataclasses import dataclass
from enum import Enum

from aiohttp import web

from tests.fakes.botapi import FakeBotApi
from tests.fakes.botapi_methods import Files
from tests.fakes.botapi_refusals import bad_gateway, internal_error, too_many_requests
from tests.fakes.botapi_schema import Params


class Fate(Enum):
    """What becomes of one call."""

    FINE = "fine"
    LOST_BEFORE = "connection lost before acceptance"
    LOST_AFTER = "connection lost after acceptance"
    THROTTLED = "429"
    BAD_GATEWAY = "502"
    INTERNAL_ERROR = "500"


@dataclass(frozen=True, slots=True)
class Weather:
    """How often each misfortune happens."""

    chances: tuple[tuple[Fate, float], ...] = ()

    def fate(self, dice: random.Random) -> Fate:
        left = dice.random()
        for fate, chance in self.chances:
            left -= chance
            if left < 0:
                return fate
        return Fate.FINE


CALM = Weather()
USUAL = Weather(
    (
        (Fate.LOST_BEFORE, 0.01),
        (Fate.LOST_AFTER, 0.005),
        (Fate.THROTTLED, 0.005),
        (Fate.BAD_GATEWAY, 0.01),
        (Fate.INTERNAL_ERROR, 0.005),
    )
)
STORM = Weather(((Fate.THROTTLED, 0.9),))
OUTAGE = Weather(((Fate.LOST_BEFORE, 0.5), (Fate.BAD_GATEWAY, 0.5)))


class StormyApi(FakeBotApi):
    """Knows of each accepted message whether the bot could have learned of it."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__(open_chats=True)
        self.weather = CALM
        self.struck: Counter[Fate] = Counter()
        self.unacknowledged: set[int] = set()  # places in `messages`
        self._dice = dice

    async def _call(self, request: web.Request, fields: Params, files: Files) -> web.StreamResponse:
        if request.match_info["method"] != "sendMessage":
            return await super()._call(request, fields, files)
        fate = self.weather.fate(self._dice)
        self.struck[fate] += 1
        match fate:
            case Fate.THROTTLED:
                raise too_many_requests(1)
            case Fate.BAD_GATEWAY:
                raise bad_gateway()
            case Fate.INTERNAL_ERROR:
                raise internal_error()
            case Fate.LOST_BEFORE:
                return _broken(request)
        answer = await super()._call(request, fields, files)
        if fate is Fate.LOST_AFTER:
            # Nothing else ran since the message was accepted: it is the last one.
            self.unacknowledged.add(len(self.messages) - 1)
            return _broken(request)
        return answer


def _broken(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
