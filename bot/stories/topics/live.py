"""The topics in force while the program runs: replaced whole when feeds.yaml changes.

The only catalogue and matcher that change; whoever holds them sees the new topics at once.
"""

from bot.model import TopicMatch
from bot.stories.topics.catalogue import Catalogue
from bot.stories.topics.matching import Matcher


class LiveCatalogue(Catalogue):
    """A catalogue that can become another one."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__({topic.key: topic for topic in catalogue.topics})

    def become(self, catalogue: Catalogue) -> None:
        super().__init__({topic.key: topic for topic in catalogue.topics})


class LiveMatcher:
    """Implements bot.ports.TopicMatcher for the catalogue in force."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._matcher = Matcher(catalogue)

    def become(self, matcher: Matcher) -> None:
        self._matcher = matcher

    def match(
        self, title: str, text: str, *, section: str = "", outlet: str = ""
    ) -> tuple[TopicMatch, ...]:
        return self._matcher.match(title, text, section=section, outlet=outlet)
