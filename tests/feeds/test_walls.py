import pytest

from bot.feeds.walls import is_wall


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><html><head><title>Just a moment...</title>",
        b"<html><title>Attention Required! | Cloudflare</title>",
        b"<html><title> Access Denied</title>",
        b"<html><title>x</title><script>window._cf_chl_opt={}</script>",
        b"<html><title>Akses Ditolak</title>",
    ],
)
def test_walls_are_known(page: bytes) -> None:
    assert is_wall(page, {})


def test_a_challenge_is_known_by_its_header() -> None:
    assert is_wall(b"", {"cf-mitigated": "challenge"})


@pytest.mark.parametrize(
    "document",
    [
        b"<rss><channel><title>Access denied</title></channel></rss>",
        b"<html><title>Kabar Muara</title><p>Sebuah captcha menghalangi pembaca.</p>",
        b"<html><title>Captcha</title>" + b"x" * 60_000,
        b"",
    ],
)
def test_documents_are_no_walls(document: bytes) -> None:
    assert not is_wall(document, {})
