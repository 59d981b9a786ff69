"""/cari: full text over the archive, page by page."""

from bot.chat.commands.profile import load, texts_of
from bot.chat.dates import zone_of
from bot.chat.services import Services
from bot.chat.turns import Reply, Turn
from bot.chat.views import archive
from bot.chat.wanted import read_search


async def search(turn: Turn, services: Services) -> Reply:
    """The first page, best first; a button turns the page or changes the order."""
    subscriber = await load(turn, services)
    texts = texts_of(subscriber)
    order, page, words = turn.press.values if turn.press else (archive.BEST, "0", turn.words)
    words = " ".join(words.split())
    wanted = read_search(words, newest=order == archive.NEWEST)
    if wanted is None:
        return Reply(screen=archive.how_to_search(texts))
    number = int(page) if page.isascii() and page.isdecimal() else 0
    find = services.storage.archive.search
    found = await find(wanted, number * archive.PAGE, archive.PAGE)
    if found.total and not found.stories:
        # News was tidied away since the keyboard was made.
        number = 0
        found = await find(wanted, 0, archive.PAGE)
    seen = archive.Seen(
        words=words, order=order, page=number, now=turn.now.astimezone(zone_of(subscriber.zone))
    )
    return Reply(screen=archive.results(found, seen, texts))
