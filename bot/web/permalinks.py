"""Addresses of digests on the public pages: they hold the stories, signed, and no reader.

Two people who got the same stories have the same address, and nothing is stored for it.
Nobody can guess an address, or make one of other stories under this site's name.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.model import StoryId

PATH = "edisi"
# What a digest shows at first; more would make addresses of half a screen.
_MOST = 24
_SIGNATURE = 9  # bytes: twelve letters


class Permalinks:
    """Makes addresses and reads them again."""

    def __init__(self, url: str, secret: bytes) -> None:
        self._url = url
        self._secret = secret

    def address(self, stories: Sequence[StoryId]) -> str:
        """Where these stories stand together, in this order."""
        return f"{self._url}/{PATH}/{self.code(stories)}"

    def code(self, stories: Sequence[StoryId]) -> str:
        packed = bytes(_packed(stories[:_MOST]))
        return urlsafe_b64encode(self._signature(packed) + packed).rstrip(b"=").decode()

    def stories(self, code: str) -> tuple[StoryId, ...]:
        """The stories of an address; none where it is not ours."""
        try:
            raw = urlsafe_b64decode(code + "=" * (-len(code) % 4))
        except (Error, ValueError):
            return ()
        signature, packed = raw[:_SIGNATURE], raw[_SIGNATURE:]
        if not hmac.compare_digest(signature, self._signature(packed)):
            return ()
        return tuple(_unpacked(packed))

    def _signature(self, packed: bytes) -> bytes:
        return hmac.digest(self._secret, packed, "sha256")[:_SIGNATURE]


def _packed(stories: Sequence[StoryId]) -> Iterator[int]:
    """Steps from one number to the next, small ones in a byte or two: the sign comes last."""
    for before, after in pairwise((0, *stories)):
        step = after - before
        left = step * 2 if step >= 0 else -step * 2 - 1
        while left > 0x7F:
            yield left & 0x7F | 0x80
            left >>= 7
        yield left


def _unpacked(packed: bytes) -> Iterator[StoryId]:
    number = value = shift = 0
    for byte in packed:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            number += -(value + 1) // 2 if value & 1 else value // 2
            yield StoryId(number)
            value = shift = 0
