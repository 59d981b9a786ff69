"""Repairs to an article page's tree, before its text is looked for.

Pages show their first section and hide the next ones until they are asked for, and carry forms to
sign in as if these were paragraphs: extractors drop the first and keep the second.
"""

import re
from itertools import islice

from lxml.html import Element, HtmlElement


def repair(tree: HtmlElement) -> None:
    """Show an article's further sections, drop what stands between its paragraphs; in place."""
    for element in islice(filter(_is_hidden, tree.xpath(_STYLED)), _MOST):
        if _continues_a_text(element):
            element.attrib.pop("style")
    for element in islice(filter(_is_aside, tree.xpath(_BOXES)), _MOST):
        if not _holds_the_article(element):
            element.drop_tree()
    for element in tree.xpath(_LOOSE):
        _wrap_loose_text(element)


def headings(tree: HtmlElement) -> frozenset[str]:
    """What the page calls itself: its title, without and with the outlet's name, and its h1."""
    found = [element.text_content() for element in tree.xpath("//title | //h1")[:_MOST]]
    found += [element.get("content") or "" for element in tree.xpath(_NAMES)[:_MOST]]
    whole = {folded(text) for text in found}
    whole |= {folded(part) for text in found for part in _OUTLET.split(text)[:1]}
    return frozenset(filter(None, whole))


def folded(text: str) -> str:
    """For comparing headlines: case and punctuation do not count."""
    return " ".join(_WORDS.findall(text.lower()))


_STYLED = "//div[@style] | //section[@style]"
_BOXES = (
    "//*[self::div or self::section or self::aside or self::p or self::ul or self::table"
    " or self::strong][@class or @role]"
)
_LOOSE = "//div[p and string-length(normalize-space(text())) > 40]"
_NAMES = "//meta[@property='og:title'] | //meta[@name='title']"
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_DIALOG = re.compile(r"modal|pop-?up|lightbox|dialog|login|newsletter", re.IGNORECASE)
_LINKS = re.compile(
    r"(?:baca|lihat|simak)[-_]?(?:juga|jg)|link-?sisip|terkait|inner-link|read-?also", re.IGNORECASE
)
_OUTLET = re.compile(r"\s+[-|–—]\s+")
_WORDS = re.compile(r"\w+")
# No honest page has more of a kind; each costs a walk through its inside or its neighbours.
_MOST = 300


def _is_hidden(element: HtmlElement) -> bool:
    return bool(_HIDDEN.search(element.get("style") or ""))


def _continues_a_text(element: HtmlElement) -> bool:
    """Whether it is hidden beside a visible part of the same kind that has paragraphs."""
    kind = set((element.get("class") or "").split())
    parent = element.getparent()
    if not kind or parent is None or not element.xpath(".//p"):
        return False
    return any(
        kind & set((sibling.get("class") or "").split())
        and not _is_hidden(sibling)
        and sibling.find("p") is not None
        for sibling in islice(element.itersiblings(element.tag, preceding=True), _MOST)
    )


def _wrap_loose_text(element: HtmlElement) -> None:
    """Text that stands in a box before its paragraphs becomes one of them."""
    if not (element.text or "").strip():
        return
    paragraph = Element("p")
    paragraph.text, element.text = element.text, None
    element.insert(0, paragraph)


def _is_aside(element: HtmlElement) -> bool:
    """A dialog, or links to other reports that stand among the paragraphs."""
    if element.getparent() is None:
        return False
    kind = element.get("class") or ""
    if element.get("role") in ("dialog", "alertdialog") or _LINKS.search(kind):
        return True
    return element.tag in ("div", "section", "aside") and bool(_DIALOG.search(kind))


def _holds_the_article(element: HtmlElement) -> bool:
    return bool(element.xpath("(.//h1 | .//article)[1]")) or len(element.xpath(".//p")) > _FORM


_FORM = 6  # paragraphs; no form to sign in has more
