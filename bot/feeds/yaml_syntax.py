"""What the YAML parser complains about, said so that the cure can be seen."""

from dataclasses import dataclass

import yaml


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in the file; lines and columns count from 1."""

    line: int
    column: int
    sentence: str

    def located(self, name: str) -> str:
        return f"{name}:{self.line}:{self.column}: {self.sentence}"


def syntax_problem(error: yaml.MarkedYAMLError) -> Problem:
    """The parser's complaint with its place and the usual cure."""
    said = f"{error.context or ''} {error.problem or ''}".strip()
    mark = error.problem_mark
    for words, sentence, at_the_opening in _CURES:
        if words in said:
            if at_the_opening and error.context_mark is not None:
                mark = error.context_mark
            said = sentence
            break
    if mark is None:
        return Problem(1, 1, said)
    return Problem(mark.line + 1, mark.column + 1, said)


def character_problem(text: str, error: yaml.reader.ReaderError) -> Problem:
    """An unprintable character, which YAML does not allow."""
    before = text[: error.position]
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    code = error.character if isinstance(error.character, int) else ord(error.character)
    return Problem(line, column, f"the character U+{code:04X} is not allowed here; remove it")


# The parser's words, ours, and whether the place is where the unfinished thing began.
_CURES = (
    (
        "mapping values are not allowed",
        "a colon stands where no key can be: put a text that holds `: ` into quotes,"
        " give the line above its colon, or indent this line like its neighbours",
        False,
    ),
    ("quoted scalar", "this quotation mark is not closed; close it", True),
    ("flow sequence", "this [ is not closed, or a comma is missing in it", True),
    ("flow mapping", "this { is not closed, or a comma is missing in it", True),
    (
        "did not find expected",
        "this line is not indented like its neighbours: the lines of one list or one feed"
        " begin in the same column",
        False,
    ),
    (
        "block sequence entries are not allowed",
        "begin the list `- ` on a line of its own",
        False,
    ),
    (
        "could not find expected ':'",
        "a key needs a colon behind it: `key: value`",
        True,
    ),
    (
        "cannot start any token",
        "this character can not begin a value: write blanks instead of a tab,"
        " and put texts that begin with @, ` or % into quotes",
        False,
    ),
    ("undefined alias", "no `&` above defines this `*` name; write the value out", False),
    ("single document", "a second document begins here; remove the line `---`", False),
    ("directive", "a line can not begin with %; put it into quotes or remove it", True),
)
