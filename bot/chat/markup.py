"""Telegram's HTML: safe building blocks, and what a text measures after Telegram parsed it."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

# Telegram counts both after parsing: text in code points, entities one per styled stretch.
MAX_LENGTH = 4096
MAX_ENTITIES = 100
# The server refuses a longer source text, whatever it shows after parsing.
MAX_BYTES = 32_768

# Bytes as written in HTML; longer addresses are tracking noise or an attack.
_MAX_LINK = 4096
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W_](?:[\w-]{0,61}[^\W_])?\.?")
_UNSAFE_IN_LINK = re.compile(r"[\s<>\"\\^`{|}]")
_UNUSUAL = re.compile(r"[^ -~]")
# Zero-width joiners hold emoji and Arabic-script words together; every other format
# character (bidi overrides, zero-width spaces, soft hyphens) only hides or reorders text.
_JOINERS = "\u200c\u200d"


class Html(str):
    """Text that is Telegram HTML already; every other string is escaped on its way in."""

    __slots__ = ()


def escape(text: str) -> Html:
    """HTML stays as it is, anything else is escaped."""
    if isinstance(text, Html):
        return text
    replaced = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Html(replaced.replace('"', "&quot;"))


def bold(text: str) -> Html:
    return Html(f"<b>{escape(text)}</b>")


def italic(text: str) -> Html:
    return Html(f"<i>{escape(text)}</i>")


def code(text: str) -> Html:
    return Html(f"<code>{escape(text)}</code>")


def block(text: str) -> Html:
    """Preformatted lines, every column of the same width."""
    return Html(f"<pre>{escape(text)}</pre>")


def quote(text: str, *, expandable: bool) -> Html:
    tag = "blockquote expandable" if expandable else "blockquote"
    return Html(f"<{tag}>{escape(text)}</blockquote>")


def link(text: str, url: str) -> Html:
    """A link, or the plain text where the address is none that Telegram would follow safely."""
    target = safe_link(url)
    return Html(f'<a href="{escape(target)}">{escape(text)}</a>') if target else escape(text)


def joined(separator: str, parts: "list[Html] | tuple[Html, ...]") -> Html:
    return Html(escape(separator).join(parts))


def safe_link(url: str) -> str:
    """The address if it is http(s) with a real host and nothing hidden in it, else ""."""
    if len(escape(url).encode(errors="replace")) > _MAX_LINK:
        return ""
    if _UNSAFE_IN_LINK.search(url) or clean(url) != url:
        return ""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or "@" in parts.netloc:
        return ""
    return url if _HOST.fullmatch(host) else ""


def clean(text: str, limit: int | None = None) -> str:
    """One line without control, bidi and other invisible characters, cut at a word if too long."""
    # Printable ASCII, the bulk of news, is never hidden.
    visible = _UNUSUAL.sub(_visible, text)
    line = " ".join(visible.split())
    if limit is None or len(line) <= limit:
        return line
    cut = line[: limit - 1]
    head, _, _ = cut.rpartition(" ")
    # A "word" that fills half the room is no word: cut it where it is.
    return (head if len(head) > limit // 2 else cut) + "…"


def _visible(match: re.Match[str]) -> str:
    character = match[0]
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    hidden = category in ("Cs", "Co") or (category == "Cf" and character not in _JOINERS)
    return "" if hidden else character


# --- measuring -----------------------------------------------------------------


class BadMarkup(ValueError):
    """Telegram would refuse this HTML; the sentence names the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a text costs of Telegram's limits, and its plain text."""

    length: int
    entities: int
    size: int  # bytes of the HTML
    text: str

    @property
    def fits(self) -> bool:
        small = self.entities <= MAX_ENTITIES and self.size <= MAX_BYTES
        return small and 1 <= self.length <= MAX_LENGTH


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of plain text, or a tag; `opens` is None for text."""

    text: str
    tag: str = ""
    attributes: str = ""
    opens: bool | None = None


_TAGS = frozenset(
    ("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "span")
) | {"blockquote", "tg-spoiler", "tg-emoji", "tg-time"}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s[^<>]*)?)>")
_ENTITY = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));?")
_VANISHING = re.compile("[\r\u2028-\u202e]")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_HREF = re.compile(r"\shref\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)


def measure(html: str) -> Measure:
    """Length in code points and number of entities as Telegram counts them.

    Follows tdlib's parser: only lt, gt, amp, quot and numeric references are decoded,
    carriage returns and U+2028-202E vanish, other control characters become spaces, spaces
    and line ends at both ends are trimmed, an empty stretch or a link without a good address
    is no entity. Raises BadMarkup for what the server would refuse.
    """
    length = 0
    texts: list[str] = []
    spans: list[tuple[int, int]] = []
    stack: list[tuple[Token, int]] = []
    for token in tokens(html):
        if token.opens is None:
            cleaned = _as_server(token.text)
            texts.append(cleaned)
            length += len(cleaned)
        elif token.opens:
            stack.append((token, length))
        else:
            opened, start = _closed(stack, token)
            if _is_entity(opened, stack):
                spans.append((start, length))
    if stack:
        raise BadMarkup(f"tag <{stack[-1][0].tag}> is never closed")
    return _trimmed("".join(texts), spans, len(html.encode()))


def tokens(html: str) -> list[Token]:
    """Plain stretches (references decoded) and tags, in order."""
    found: list[Token] = []
    position = 0
    while position < len(html):
        if html[position] == "<":
            match = _TAG.match(html, position)
            if match is None or match[2].lower() not in _TAGS:
                raise BadMarkup(
                    f"unsupported tag at {position}: {html[position : position + 20]!r}"
                )
            found.append(Token("", tag=match[2].lower(), attributes=match[3], opens=match[1] == ""))
            position = match.end()
            continue
        end = html.find("<", position)
        end = len(html) if end < 0 else end
        found.append(Token(decode(html[position:end])))
        position = end
    return found


def decode(text: str) -> str:
    """Resolve the references that Telegram knows; others stay as they are written."""
    return _ENTITY.sub(_referred, text)


def href(attributes: str) -> str:
    """The address of an <a> tag."""
    match = _HREF.search(attributes)
    return decode(match[1] or match[2] or "") if match else ""


def _referred(match: re.Match[str]) -> str:
    if match[1]:
        return _NAMED[match[1]]
    number = int(match[2]) if match[2] else int(match[3], 16)
    good = 0 < number < 0x110000 and not 0xD800 <= number < 0xE000
    return chr(number) if good else match[0]


def _closed(stack: list[tuple[Token, int]], token: Token) -> tuple[Token, int]:
    if not stack or stack[-1][0].tag != token.tag:
        raise BadMarkup(f"unexpected end tag </{token.tag}>")
    return stack.pop()


def _is_entity(opened: Token, parents: list[tuple[Token, int]]) -> bool:
    if opened.tag == "a":
        return bool(safe_link(href(opened.attributes)))
    # <pre><code class="language-…"> is one entity.
    return not (opened.tag == "code" and parents and parents[-1][0].tag == "pre")


def _as_server(text: str) -> str:
    return _CONTROL.sub(" ", _VANISHING.sub("", text))


def _trimmed(text: str, spans: list[tuple[int, int]], size: int) -> Measure:
    lead = len(text) - len(text.lstrip(" \n"))
    stripped = text.strip(" \n")
    end = lead + len(stripped)
    kept = sum(max(start, lead) < min(stop, end) for start, stop in spans)
    return Measure(length=len(stripped), entities=kept, size=size, text=stripped)
