import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.urls import article_key, canonical, is_http_url, registrable_domain

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "url_cases.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
# Any: a line of JSON.
def test_article_keys_tell_articles_apart(case: dict[str, Any]) -> None:
    assert (article_key(case["a"]) == article_key(case["b"])) is case["same"]


@pytest.mark.parametrize("url", [case[side] for case in CASES for side in ("a", "b")])
def test_canonical_is_stable(url: str) -> None:
    assert canonical(canonical(url)) == canonical(url)


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://news.detik.com/x", "detik.com"),
        ("https://www.republika.co.id/x", "republika.co.id"),
        ("https://setkab.go.id", "setkab.go.id"),
        ("https://berita.kemkes.go.id", "kemkes.go.id"),
        ("https://www.tempo.co/", "tempo.co"),
        ("https://feeds.bbci.co.uk/x", "bbci.co.uk"),
        ("https://www.straitstimes.com.sg/x", "straitstimes.com.sg"),
        ("https://a.b.web.id/", "b.web.id"),
        ("http://127.0.0.1:8000/x", "127.0.0.1"),
        ("http://localhost/x", "localhost"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("mailto:a@b.id", ""),
        ("http://[::1", ""),
    ],
)
def test_registrable_domain(url: str, domain: str) -> None:
    assert registrable_domain(url) == domain


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://a.id/x", True),
        ("HTTP://a.id", True),
        ("https://a.id/ü", True),
        ("javascript:alert(1)", False),
        ("tg://resolve?domain=x", False),
        ("file:///etc/passwd", False),
        ("//a.id/x", False),
        ("https://a.id/x y", False),
        ("https://a.id/\x00", False),
        ('https://a.id/"onclick', False),
        ("https://a.id:99999/", False),
        ("https:///x", False),
        ("https://a.id/" + "x" * 5000, False),
    ],
)
def test_http_addresses(url: str, good: bool) -> None:
    assert is_http_url(url) is good


@given(st.text(max_size=100) | st.text(max_size=80).map("https://a.id/".__add__))
def test_any_text_has_a_key(url: str) -> None:
    assert canonical(canonical(url)) == canonical(url)
    assert isinstance(article_key(url), str)
