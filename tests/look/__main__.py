"""Look at every page: `scripts/look [FOLDER]`."""

import asyncio
import sys
import tempfile
from pathlib import Path

import aiohttp

from tests.look.browser import Page, browser
from tests.look.site import Site, site
from tests.web.test_archive import mistakes

WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
LANGUAGES = ("id", "en")
MEASURES = (Path(__file__).parent / "measures.js").read_text(encoding="utf-8")


async def look(folder: Path) -> int:
    """Pictures into the folder; how many mistakes there were."""
    with tempfile.TemporaryDirectory(prefix="look-") as data:
        async with site(Path(data)) as pages, browser() as page:
            await page.call(
                "Network.setCookie", name="sariwarta_panel", value=pages.ticket, url=pages.base
            )
            wrong = await _invalid(pages)
            for name, path in pages.paths.items():
                for width in WIDTHS:
                    for scheme in SCHEMES:
                        wrong += await _seen(page, pages.base + path, folder, name, width, scheme)
    print("\n".join(wrong) or f"All pages are well; pictures in {folder}")
    return len(wrong)


async def _seen(
    page: Page, url: str, folder: Path, name: str, width: int, scheme: str
) -> list[str]:
    await page.look(url, width, scheme, "id")
    await page.picture(folder / f"{name}-{width}-{scheme}.png")
    return [f"{name} {width} {scheme}: {each}" for each in await page.evaluate(MEASURES)]


async def _invalid(pages: Site) -> list[str]:
    """HTML that breaks the rules, in both languages."""
    wrong = []
    cookies = {"sariwarta_panel": pages.ticket}
    async with aiohttp.ClientSession(
        cookie_jar=aiohttp.CookieJar(unsafe=True), cookies=cookies
    ) as http:
        for name, path in pages.paths.items():
            for language in LANGUAGES:
                headers = {"Accept-Language": language}
                async with http.get(pages.base + path, headers=headers) as answer:
                    html = await answer.text()
                wrong += [f"{name} {language}: {each}" for each in mistakes(html)]
    return wrong


if __name__ == "__main__":
    into = Path(sys.argv[1] if len(sys.argv) > 1 else "build/look")
    into.mkdir(parents=True, exist_ok=True)
    sys.exit(1 if asyncio.run(look(into)) else 0)
