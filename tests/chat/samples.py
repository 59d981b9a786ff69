"""Small fictional stories and digests for the chat's tests."""

from datetime import UTC, datetime, timedelta

from bot.model import (
    Digest,
    DigestId,
    DigestKind,
    EntryId,
    FeedId,
    Quote,
    Report,
    Story,
    StoryId,
    TopicKey,
    TopicMatch,
)

# Friday, 20 November 2026, 07.00 in Jakarta.
MADE = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
IRAQ, RUSSIA = TopicKey("irak"), TopicKey("rusia")

_HEADLINES = (
    "Rusia tegaskan dukungan bagi pemulihan Irak",
    "Pelabuhan Basra perpanjang jam bongkar muat",
    "Moskow gelar pertemuan energi dengan Bagdad",
    "Kereta Bagdad–Mosul kembali melayani penumpang",
    "Harga gandum turun setelah panen di Rusia selatan",
    "Irak buka museum sejarah di Najaf",
    "Dua maskapai tambah penerbangan ke Moskow",
    "Parlemen Irak bahas anggaran air bersih",
    "Kapal penelitian Rusia berangkat ke Arktik",
    "Tim sepak bola Irak menang di laga uji coba",
    "Banjir di Mosul mulai surut",
    "Perajin Bagdad pamerkan tembaga di Kazan",
)
_SENTENCE = (
    "Kedua pihak sepakat melanjutkan kerja sama di bidang energi, perdagangan, dan pendidikan"
    " pada tahun depan."
)
OUTLETS = ("Warta Pagi", "Kabar Nusa", "Harian Samudra", "Suara Lembah", "Berita Utara")


def report(number: int, outlet: str, **changes: object) -> Report:
    fields: dict[str, object] = {
        "id": EntryId(number),
        "feed_id": FeedId(1),
        "outlet": outlet,
        "section": "",
        "link": f"https://berita.example/{number}",
        "key": f"berita.example/{number}",
        "title": f"Laporan {number}",
        "text": "",
        "published": MADE - timedelta(minutes=48 + 7 * number),
        "seen": MADE,
    }
    return Report(**(fields | changes))  # type: ignore[arg-type]  # test data by keyword


def story(number: int, **changes: object) -> Story:
    """The number-th sample story, with two to four reports and a summary."""
    reports = tuple(
        report(number * 10 + at, outlet) for at, outlet in enumerate(OUTLETS[: 1 + number % 5])
    )
    fields: dict[str, object] = {
        "id": StoryId(number),
        "sequence": number,
        "title": _HEADLINES[number % len(_HEADLINES)],
        "link": f"https://berita.example/{number}?a=1&b=2",
        "first": reports[-1].published,
        "last": reports[0].published,
        "reports": reports,
        "topics": (TopicMatch(key=IRAQ if number % 2 else RUSSIA, score=1.0),),
        "summary": (Quote(text=_SENTENCE), Quote(text=_SENTENCE))[: 1 + number % 2],
    }
    return Story(**(fields | changes))  # type: ignore[arg-type]  # test data by keyword


def digest(*stories: Story, **changes: object) -> Digest:
    fields: dict[str, object] = {
        "id": DigestId(7),
        "kind": DigestKind.SCHEDULED,
        "made": MADE,
        "since": 0,
        "until": 99,
        "topics": (IRAQ, RUSSIA),
        "queries": (),
        "language": "id",
        "zone": "Asia/Jakarta",
        "next_due": MADE + timedelta(hours=10),
        "stories": stories,
    }
    return Digest(**(fields | changes))  # type: ignore[arg-type]  # test data by keyword


def names(key: TopicKey, language: str) -> str:
    known = {
        "irak": ("Irak", "Iraq"),
        "rusia": ("Rusia", "Russia"),
        "timur-tengah": ("Timur Tengah", "Middle East"),
    }
    indonesian, english = known.get(key, (key.capitalize(), key.capitalize()))
    return english if language == "en" else indonesian
