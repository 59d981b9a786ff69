from bot.feeds.raw import MOST_ITEMS
from bot.feeds.tame import LONGEST, tamed, without_surplus


def test_ordinary_documents_are_left_alone() -> None:
    body = b'<?xml version="1.0"?>\n<rss><channel><item>x</item></channel></rss>'

    assert tamed(body) == (body, "")


def test_long_documents_end_behind_a_whole_item() -> None:
    item = b"<item>" + b"x" * 1000 + b"</item>"
    body = b"<rss><channel>&" + item * 1900 + b"</channel></rss>"

    cut, complaint = tamed(body)

    assert cut.endswith(item + b"</channel></rss>")
    assert len(cut) <= LONGEST + 20
    assert complaint == "only the first 1.0 of 1.9 MB were read"


def test_well_formed_documents_may_be_longer() -> None:
    item = b"<item>" + b"x" * 2000 + b"</item>"

    cut, complaint = tamed(b"<rss><channel>" + item * 1900 + b"</channel></rss>")

    assert len(cut) > 2 * LONGEST
    assert complaint == "only the first 3.0 of 3.8 MB were read"


def test_items_that_nobody_reads_are_cut_off() -> None:
    body = b"<rss><channel>" + b"<item></item>" * 5000 + b"</channel></rss>"

    assert without_surplus(body).count(b"<item>") == MOST_ITEMS + 1


def test_second_encoding_on_the_first_line_is_hidden() -> None:
    body = b'<?xml version="1.0" encoding="utf-8"?><rss>encoding="x"?></rss>'

    assert tamed(body)[0].startswith(b'<?xml version="1.0" encoding="utf-8"?>\n<rss>')


def test_too_many_namespaces_are_refused() -> None:
    body = b"".join(b'<a xmlns:n%d="u">' % number for number in range(101))

    assert tamed(body) == (b"", "the document declares more than 100 namespaces")


def test_halves_of_characters_are_joined_or_left_out() -> None:
    body = b"<rss>&#xD83D;&#xDE00; a&#55357;b &#xD800;&#55000;</rss>"

    assert tamed(body)[0] == b"<rss>&#128512; ab &#55000;</rss>"
