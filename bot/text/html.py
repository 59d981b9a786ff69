"""Markup or plain text in, clean plain text out: NFC, no tags, no tricks, in linear time."""

import html
import re
import unicodedata
from functools import lru_cache


def plain(markup: str) -> str:
    """Paragraphs parted by a blank line; scripts, captions and control characters are gone.

    Never raises. What was escaped twice is resolved twice, never more often.
    """
    text, blocks = _strip(markup)
    if _ESCAPED_MARKUP.search(text):
        text, more_blocks = _strip(text)
        blocks = blocks or more_blocks
    elif _ENTITY.search(text):
        text = _unescape(text)
    # Nothing that cleaning changes reaches over a break; most paragraphs need no cleaning.
    paragraphs = map(_clean, text.split(_BREAK)) if blocks else _PARAGRAPH.split(_clean(text))
    return "\n\n".join(filter(None, (" ".join(part.split()) for part in paragraphs)))


def one_line(markup: str) -> str:
    """The same without paragraphs: for titles and names."""
    text = markup if _is_plain(markup) else plain(markup)
    return " ".join(text.split())


def tidy(text: str) -> str:
    """Text that has no markup, on one line: NFC, without control characters."""
    return " ".join(_clean(text).split())


# Stands for a paragraph's end while tags are being removed; no text can hold it afterwards.
_BREAK = "\x1e"
_PARAGRAPH = re.compile(r"\n[ \t]*\n|\x1e")

_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|br|center|d[dlt]|div|fieldset|figure|footer|form|"
    "h[1-6]|header|hr|html|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul"
)
# Content that is never a sentence of the article: code, fallbacks, widgets, photo captions.
_UNREAD = re.compile(
    "script|style|template|noscript|iframe|object|svg|math|audio|video|canvas|select|textarea|"
    "button|figcaption"
)
# Their content is raw text: `<` inside means nothing, and an end tag that is missing means
# that all the rest belongs to them.
_RAW = frozenset({"script", "style"})
_INLINE = re.compile(
    "a|abbr|acronym|b|bd[io]|big|cite|code|data|del|dfn|em|embed|font|i|img|input|ins|kbd|label|"
    "link|mark|meta|picture|q|rp|rt|ruby|s|samp|small|source|span|strike|strong|su[bp]|time|tt|"
    "u|var|wbr"
)
_KNOWN = re.compile("|".join(group.pattern for group in (_BLOCKS, _UNREAD, _INLINE)))

_TAG = re.compile(r"""(/?)([a-zA-Z][a-zA-Z0-9:_-]*)(?:[^>"']|"[^"]*"|'[^']*')*+>""")
_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:_-]*)")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ESCAPED_MARKUP = re.compile(
    r"</?(?:p|br|div|a|b|i|em|strong|span|img|ul|ol|li|h[1-6]|blockquote|figure|table|font)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
# int() refuses more than 4,300 digits, and no character has a number of eight.
_HUGE_REFERENCE = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{7,});?")
# Sorting a long run of combining marks costs its square, and no honest word has 32 of them.
_ZALGO = re.compile(r"([^\w\s\x00-\x7f]{32})[^\w\s\x00-\x7f]+")
_MOST_JOINED = 8

_GONE = (
    *range(0x09), *range(0x0E, 0x1E), 0x1F, 0x7F,
    0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070),
    *range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0), 0xFEFF, *range(0xFFF9, 0xFFFD), 0xFFFE, 0xFFFF,
)  # fmt: skip
_TABLE: dict[int, str | None] = dict.fromkeys(_GONE)
# Windows quotes and dashes that were read as Latin-1 arrive as C1 controls.
_TABLE |= {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
_TABLE |= {0x0B: " ", 0x0C: " ", 0x2028: "\n", 0x2029: "\n\n"}
# Characters that the table or the line ends change: most texts have none.
_CHANGED = re.compile("[" + "".join(map(re.escape, map(chr, (*_TABLE, 0x0D)))) + "]")


def _strip(markup: str) -> tuple[str, bool]:
    """Text without tags and whether a tag parted paragraphs in it."""
    if "<" not in markup:
        return _unescape(markup), False
    scanner = _Scanner(markup.replace(_BREAK, " ").split("<"))
    return scanner.run(), scanner.blocks


class _Scanner:
    """Walks once over the pieces between `<` signs; each is a tag with the text behind it."""

    def __init__(self, pieces: list[str]) -> None:
        self._pieces = pieces
        self._out: list[str] = [_unescape(pieces[0])]
        self._skipping = ""  # the element or "!--" whose end is awaited
        self._last_end: dict[str, int] = {}
        self.blocks = False

    def run(self) -> str:
        index = 1
        while index < len(self._pieces):
            index = self._step(index)
        return "".join(self._out)

    def _step(self, index: int) -> int:
        piece = self._pieces[index]
        if self._skipping:
            self._skip(piece)
            return index + 1
        if piece.startswith("!--"):
            self._skipping = "!--"
            self._skip(piece)
        elif piece.startswith("![CDATA["):
            self._out.append(_unescape(piece[8:].replace("]]>", "")))
        elif piece[:1] in ("!", "?"):
            self._out.append(_unescape(piece.partition(">")[2]))
        elif _NAME.match(piece):
            return self._tag(index)
        else:
            self._out.append("<" + _unescape(piece))
        return index + 1

    def _skip(self, piece: str) -> None:
        if self._skipping == "!--":
            _, end, rest = piece.partition("-->")
        elif piece[: len(self._skipping) + 1].lower() == "/" + self._skipping:
            _, end, rest = piece.partition(">")
        else:
            return
        if end:
            self._skipping = ""
            self._out.append(_unescape(rest))

    def _tag(self, index: int) -> int:
        piece, following = self._whole(index)
        found = _TAG.match(piece)
        if found:
            name = found[2].lower()
            rest = piece[found.end() :]
            self_closed = piece[found.end() - 2] == "/"
        else:
            name_found = _NAME.match(piece)
            name = name_found[1].lower() if name_found else ""
            before, end, rest = piece.partition(">")
            self_closed = before.endswith("/")
            if not end and not _KNOWN.fullmatch(name):
                rest = "<" + piece
        self._open(name, closing=piece[0] == "/", self_closed=self_closed, index=index)
        if not self._skipping:
            self._out.append(_unescape(rest))
        return following

    def _whole(self, index: int) -> tuple[str, int]:
        """A tag together with the pieces that a `<` inside a quoted attribute cut off."""
        piece = self._pieces[index]
        if ">" in piece or not ('"' in piece or "'" in piece):
            return piece, index + 1
        joined = piece
        for following in range(index + 1, min(index + _MOST_JOINED, len(self._pieces))):
            joined += "<" + self._pieces[following]
            if _TAG.match(joined):
                return joined, following + 1
        return piece, index + 1

    def _open(self, name: str, *, closing: bool, self_closed: bool, index: int) -> None:
        kind = _kind(name)
        if kind is _BLOCKS:
            self.blocks = True
            self._out.append(_BREAK)
        elif kind is _UNREAD:
            self._out.append(" ")
            if not closing and not self_closed and self._ends_later(name, index):
                self._skipping = name
        elif name == "img":
            self._out.append(" ")

    def _ends_later(self, name: str, index: int) -> bool:
        if name in _RAW:
            return True
        if name not in self._last_end:
            end = "/" + name
            size = len(end)
            ends = (at for at, piece in enumerate(self._pieces) if piece[:size].lower() == end)
            self._last_end[name] = max(ends, default=-1)
        return self._last_end[name] > index


@lru_cache(maxsize=512)
def _kind(name: str) -> re.Pattern[str] | None:
    """Which group of elements this one belongs to."""
    return next((group for group in (_BLOCKS, _UNREAD) if group.fullmatch(name)), None)


def _unescape(text: str) -> str:
    if "&" not in text:
        return text
    return html.unescape(_HUGE_REFERENCE.sub("", text))


def _clean(text: str) -> str:
    if text.isascii():
        if text.isprintable():
            return text
        return text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    if _CHANGED.search(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    return unicodedata.normalize("NFC", _ZALGO.sub(r"\1", text))


def _is_plain(markup: str) -> bool:
    """Whether there is nothing to resolve and nothing to clean."""
    return markup.isascii() and markup.isprintable() and "<" not in markup and "&" not in markup
