"""Where a story names topics: every mention that is not a person's name or initials."""

import re
from dataclasses import dataclass

from bot.stories.topics.persons import first_names, initials
from bot.stories.topics.vocabulary import Mention, Vocabulary
from bot.stories.topics.words import Words

# Words of the body that are the first and the second half of the lead.
FIRST_LEAD, SECOND_LEAD = 30, 65
# Beyond this many words a body says nothing new about its topics.
MOST_WORDS = 700
# Fits openings such as «Jakarta, CNN Indonesia --», «TEMPO.CO, Jakarta -», «Warta – Bagdad :».
_DATELINE = re.compile(
    r"\s*(?:[\w.'()/,&]+[ ]){0,8}?[\w.'()/,&]+[ ]?(?:--|[-–—]|:)(?=\s|[A-Z“\"])(?:[^-–—:.]{0,25}:)?"
)
_DATELINE_REACH, _DATELINE_WORDS = 90, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A story's words and the topics that they name."""

    title: Words
    body: Words
    in_title: tuple[Mention, ...]
    in_body: tuple[Mention, ...]
    start: int  # the first word behind the dateline

    def where(self, at: int) -> str:
        """The part of the body in which a word stands."""
        if at < self.start:
            return "dateline"
        if at - self.start < FIRST_LEAD:
            return "first"
        return "second" if at - self.start < SECOND_LEAD else "text"


def tell(vocabulary: Vocabulary, title: Words, body: Words) -> Told:
    """Find what a story names."""
    titled, told = list(vocabulary.mentions(title)), list(vocabulary.mentions(body))
    letters = initials(title) | initials(body)
    people = first_names(((title, titled), (body, told)))

    def kept(words: Words, mentions: list[Mention]) -> tuple[Mention, ...]:
        return tuple(
            mention
            for mention in mentions
            if mention.at < MOST_WORDS
            and words.forms[mention.at] not in letters
            and words.folded[mention.at] not in people
        )

    return Told(
        title=title,
        body=body,
        in_title=kept(title, titled),
        in_body=kept(body, told),
        start=dateline_words(body),
    )


def dateline_words(body: Words) -> int:
    """How many words of the body are its dateline: "Jakarta, CNN Indonesia --"."""
    match = _DATELINE.match(body.text, 0, _DATELINE_REACH)
    if match is None:
        return 0
    count = sum(start < match.end() for start in body.starts[:_DATELINE_WORDS])
    raised = sum(form[0].isupper() for form in body.forms[:count])
    return count if raised >= 0.6 * count else 0
