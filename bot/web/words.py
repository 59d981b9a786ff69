"""The words of the public pages, Indonesian and English."""

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "id": {
        "title": "Arsip warta",
        "latest": "Berita terbaru",
        "topics": "Topik",
        "search": "Cari berita",
        "find": "Cari",
        "found": "{count} berita ditemukan untuk “{words}”",
        "nothing": "Belum ada berita di sini.",
        "reports": "{count} laporan",
        "all_reports": "Apa yang berubah, dan kapan",
        "began": "Laporan pertama",
        "new": "Yang baru:",
        "copy": "Memuat teks {outlet}",
        "edition": "Satu edisi",
        "first": "Pertama dilaporkan",
        "last": "Terakhir",
        "follow": "Ikuti dengan pembaca feed:",
        "sources": "Daftar sumber (OPML)",
        "quoted": "Ringkasan dikutip apa adanya dari media yang disebut.",
        "missing": "Halaman ini tidak ada, atau beritanya sudah dihapus.",
        "busy": "Terlalu banyak permintaan. Silakan coba lagi sebentar lagi.",
        "skip": "Langsung ke isi",
    },
    "en": {
        "title": "News archive",
        "latest": "Latest stories",
        "topics": "Topics",
        "search": "Search the news",
        "find": "Search",
        "found": "{count} stories found for “{words}”",
        "nothing": "There are no stories here yet.",
        "reports": "{count} reports",
        "all_reports": "What changed, and when",
        "began": "First report",
        "new": "What is new:",
        "copy": "Carries the text of {outlet}",
        "edition": "One edition",
        "first": "First reported",
        "last": "Latest",
        "follow": "Follow with a feed reader:",
        "sources": "List of sources (OPML)",
        "quoted": "Summaries are quoted word for word from the outlets named.",
        "missing": "There is no such page, or its story has been deleted.",
        "busy": "Too many requests. Please try again in a moment.",
        "skip": "Skip to the content",
    },
}


def language_of(accepted: str) -> str:
    """Indonesian, unless English is preferred (an Accept-Language header)."""
    for part in accepted.lower().split(","):
        code = part.strip().partition(";")[0].partition("-")[0]
        if code in WORDS:
            return code
    return "id"
