"""Fixtures of the chat's tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chat.conversation import Conversation, converse


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Conversation]:
    """A conversation in which nothing was said yet; it is Tuesday, 06.00 in Jakarta."""
    async with converse(tmp_path) as conversation:
        yield conversation
