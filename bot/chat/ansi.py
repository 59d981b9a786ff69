"""Telegram's HTML for a terminal: styled with ANSI and OSC-8 links, or as plain text."""

import textwrap
from collections.abc import Iterator

from bot.chat.markup import href, safe_link, tokens

RESET = "\x1b[0m"
DIM = "\x1b[2m"
_STYLES = {
    "b": "\x1b[1m",
    "strong": "\x1b[1m",
    "i": "\x1b[3m",
    "em": "\x1b[3m",
    "u": "\x1b[4m",
    "ins": "\x1b[4m",
    "s": "\x1b[9m",
    "strike": "\x1b[9m",
    "del": "\x1b[9m",
    "code": "\x1b[36m",
    "pre": "\x1b[36m",
}
_BAR = "│ "


def plain_text(html: str) -> str:
    """Text with every link's address behind it: `Irak <https://…>`."""
    return "".join(_written(html, styled=False, width=None))


def styled_text(html: str, width: int) -> str:
    """Text for a terminal of this width; quotations are wrapped behind a bar."""
    return "".join(_written(html, styled=True, width=max(width, 20)))


def dim(text: str) -> str:
    return f"{DIM}{text}{RESET}"


def _written(html: str, *, styled: bool, width: int | None) -> Iterator[str]:
    links: list[str] = []
    styles: list[str] = []
    quoted: list[str] | None = None
    for token in tokens(html):
        if token.opens is None:
            text = _harmless(token.text)
        elif token.tag == "blockquote":
            if token.opens:
                quoted = []
            else:
                yield _quotation("".join(quoted or ()), styled=styled, width=width)
                quoted = None
            continue
        elif token.tag == "a":
            text = _link(token.opens, safe_link(href(token.attributes)), links, styled=styled)
        else:
            text = _style(token.opens, token.tag, styles) if styled else ""
        if quoted is None:
            yield text
        else:
            quoted.append(text)


def _link(opens: bool, target: str, links: list[str], *, styled: bool) -> str:
    if opens:
        links.append(target)
        return f"\x1b]8;;{target}\x1b\\" if styled and target else ""
    target = links.pop() if links else ""
    if not target:
        return ""
    return "\x1b]8;;\x1b\\" if styled else f" <{target}>"


def _style(opens: bool, tag: str, styles: list[str]) -> str:
    """A reset ends all styles, so those still open begin again."""
    if opens:
        styles.append(_STYLES.get(tag, ""))
        return styles[-1]
    if styles:
        styles.pop()
    return RESET + "".join(styles)


def _quotation(text: str, *, styled: bool, width: int | None) -> str:
    lines = text.split("\n")
    if width is not None and "\x1b" not in text:
        lines = [part for line in lines for part in textwrap.wrap(line, width - len(_BAR)) or [""]]
    bar = f"{DIM}{_BAR}{RESET}" if styled else _BAR
    return "\n".join(bar + line for line in lines)


def _harmless(text: str) -> str:
    """No escape sequence of a feed reaches the terminal."""
    return "".join(
        c if c == "\n" or (c >= " " and not "\x7f" <= c <= "\x9f") else " " for c in text
    )
