"""A message that Telegram refused, once more without markup."""

from html import escape
from html.parser import HTMLParser

from bot.model import Message

# Telegram's limit, in code points.
MAX_LENGTH = 4096


def plain_message(message: Message) -> Message:
    """The same words without tags and buttons, links as text, cut where it is too long."""
    text = plain_text(message.html)
    if len(text) > MAX_LENGTH:
        text = text[: MAX_LENGTH - 1].rstrip() + "…"
    # The messenger speaks HTML only: escaped text is plain text there.
    return Message(html=escape(text, quote=False), silent=message.silent)


def plain_text(html: str) -> str:
    """The visible words of an HTML text; a link's address follows its words in brackets."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._links: list[tuple[str, int]] = []

    def text(self) -> str:
        while self._links:
            self._end_link()
        return "".join(self._out).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self._out)))
        elif tag in ("br", "p", "li"):
            self._out.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            self._end_link()

    def handle_data(self, data: str) -> None:
        self._out.append(data)

    def _end_link(self) -> None:
        address, begin = self._links.pop()
        words = "".join(self._out[begin:]).strip()
        if address and address != words:
            self._out.append(f" ({address})")
