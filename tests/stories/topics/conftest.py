"""One ready matcher for all tests of topics: it never changes."""

import pytest

from bot.stories.topics.catalogue import Catalogue, builtin
from bot.stories.topics.matching import Matcher


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return builtin()


@pytest.fixture(scope="session")
def matcher(catalogue: Catalogue) -> Matcher:
    return Matcher(catalogue)
