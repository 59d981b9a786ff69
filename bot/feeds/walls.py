"""Bot walls: pages that come with status 200 where a document was asked for."""

import re
from collections.abc import Mapping


def is_wall(body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether an answer asks for a human instead of giving the document.

    Judged by the page's title and by the scripts of the known walls, and never for a document
    that is larger than any wall: an article may be about captchas.
    """
    if "challenge" in headers.get("cf-mitigated", ""):
        return True
    if len(body) > _LARGEST_WALL or not _PAGE.search(body[:2000]):
        return False
    title = _TITLE.search(body)
    return bool((title and _TITLES.search(title[1])) or _SCRIPTS.search(body))


_LARGEST_WALL = 60_000
_PAGE = re.compile(rb"<!doctype\s+html|<html|<head", re.IGNORECASE)
_TITLE = re.compile(rb"<title[^>]{0,100}>\s*([^<]{1,200})", re.IGNORECASE)
_TITLES = re.compile(
    rb"just a moment|attention required|access denied|access to this page has been denied|"
    rb"are you (?:a )?(?:human|robot)|pardon our interruption|ddos-guard|ddos protection|"
    rb"human verification|verify you are human|security check|checking your browser|"
    rb"request rejected|bot verification|captcha|one moment, please|"
    rb"verifikasi (?:anda )?(?:manusia|keamanan)|akses ditolak|403 forbidden",
    re.IGNORECASE,
)
_SCRIPTS = re.compile(
    rb"_cf_chl_opt|/cdn-cgi/challenge-platform/h/|px-captcha|_incapsula_resource|"
    rb"awswafcookie|awswafintegration|geo\.captcha-delivery\.com|sucuri_cloudproxy",
    re.IGNORECASE,
)
