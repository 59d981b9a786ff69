from bot.feeds.tame import LONGEST, tamed


def test_ordinary_documents_are_left_alone() -> None:
    body = b'<?xml version="1.0"?>\n<rss><channel><item>x</item></channel></rss>'

    assert tamed(body) == (body, "")


def test_long_documents_end_behind_a_whole_item() -> None:
    item = b"<item>" + b"x" * 1000 + b"</item>"
    body = b"<rss><channel>" + item * 2000 + b"</channel></rss>"

    cut, complaint = tamed(body)

    assert cut.endswith(item + b"</channel></rss>")
    assert len(cut) <= LONGEST + 20
    assert complaint == "only the first 1.0 of 2.0 MB were read"


def test_second_encoding_on_the_first_line_is_hidden() -> None:
    body = b'<?xml version="1.0" encoding="utf-8"?><rss>encoding="x"?></rss>'

    assert tamed(body)[0].startswith(b'<?xml version="1.0" encoding="utf-8"?>\n<rss>')


def test_too_many_namespaces_are_refused() -> None:
    body = b"".join(b'<a xmlns:n%d="u">' % number for number in range(101))

    assert tamed(body) == (b"", "the document declares more than 100 namespaces")
