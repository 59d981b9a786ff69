"""Reports and small windows that tests of stories begin with; all of it fictional."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from bot.model import EntryId, FeedId, Report, StoryId
from bot.stories.group import Grouper, Placement

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 08:00 in Jakarta
HOUR = timedelta(hours=1)
_IDS = count(1)


def report(
    title: str, text: str = "", *, outlet: str = "Kabar", hours: float = 0.0, key: str = ""
) -> Report:
    """A report published `hours` after START; each has an id and a key of its own."""
    number = next(_IDS)
    published = START + hours * HOUR
    return Report(
        id=EntryId(number),
        feed_id=FeedId(1),
        outlet=outlet,
        section="",
        link=f"https://kabar.example/{number}",
        key=key or f"kabar.example/{number}",
        title=title,
        text=text,
        published=published,
        seen=published,
    )


FLOOD = report(
    "Banjir Rendam 300 Rumah di Sukamaju, Warga Mengungsi",
    "Banjir merendam 300 rumah di Desa Sukamaju, Kabupaten Wonoasri, Senin pagi. Sungai Lamping "
    "meluap setelah hujan deras semalaman. Kepala desa Slamet Prakoso mengatakan 120 warga "
    'mengungsi ke balai desa. "Air mulai naik pukul tiga dini hari dan warga langsung kami '
    'bangunkan," kata Slamet. Belum ada laporan korban jiwa dalam banjir itu.',
    outlet="Kabar Wonoasri",
)
FLOOD_ELSEWHERE = report(
    "300 Rumah di Sukamaju Terendam Banjir, 120 Warga Mengungsi",
    "Sebanyak 300 rumah di Desa Sukamaju, Wonoasri, terendam banjir pada Senin pagi setelah Sungai "
    "Lamping meluap akibat hujan deras semalaman. Sekitar 120 warga mengungsi ke balai desa. "
    '"Air mulai naik pukul tiga dini hari dan warga langsung kami bangunkan," ujar kepala desa '
    "Slamet Prakoso. Tidak ada korban jiwa.",
    outlet="Harian Contoh",
    hours=2,
)
FLOOD_AID = report(
    "Bupati Wonoasri Salurkan Bantuan untuk Korban Banjir Sukamaju",
    "Bupati Wonoasri Ratna Widuri menyalurkan 2 ton beras dan 500 selimut untuk korban banjir "
    "Desa Sukamaju di balai desa, Senin sore. Warga yang mengungsi karena Sungai Lamping meluap "
    "juga mendapat layanan kesehatan gratis dari puskesmas.",
    outlet="Harian Contoh",
    hours=8,
)
CHESS = report(
    "Pecatur Muda Lintang Juara di Turnamen Samudra",
    "Pecatur berusia 14 tahun, Lintang Ayu, menjuarai Turnamen Catur Samudra setelah mengalahkan "
    "grandmaster tuan rumah di babak terakhir. Ia mengumpulkan delapan poin dari sembilan babak.",
    outlet="Sportika",
    hours=1,
)


def place(grouper: Grouper, new: Report, stories: "Stories") -> Placement:
    """Decide and add, as the summarise role does."""
    placement = grouper.decide(new)
    story_id = placement.story_id or stories.begin()
    grouper.add(new, story_id, placement.affair_id)
    stories.of[new.id] = story_id
    stories.affair_of[story_id] = placement.affair_id or stories.affair_of.get(story_id, story_id)
    return placement


class Stories:
    """Hands out story ids and remembers who is where."""

    def __init__(self) -> None:
        self._ids = count(1)
        self.of: dict[EntryId, StoryId] = {}
        self.affair_of: dict[StoryId, StoryId] = {}

    def begin(self) -> StoryId:
        return StoryId(next(self._ids))


def at(moment: Report, hours: float) -> Report:
    """The same report, published so long after START."""
    return replace(moment, published=START + hours * HOUR)
