"""What outlets put between the sentences: links, sign-offs, calls to follow, captions, adverts."""

import re
from typing import Final

from bot.text.resources import sections

# How lines of machinery begin, whatever follows.
_STARTS: Final = (
    r"(?:baca|simak|lihat|tonton)[ _]+"
    r"(?:juga|pula|selengkapnya|selanjutnya|ini juga|artikel|berita)\b",
    r"(?:lanjut|lanjutkan|teruskan) (?:baca|membaca)\b",
    r"pilihan (?:editor|redaksi)\s*:",
    r"(?:simak|tonton|saksikan|lihat|cek)[ _]+(?:juga[ _]+)?(?:video|foto|infografis)\b",
    r"(?:also read|read (?:more|also)|related(?: news| stories)?|see also|watch)\s*:",
    r"gambas\s*:",
    r"scroll to continue|gulir (?:ke bawah )?untuk (?:lanjut|melanjutkan)",
    r"(?:editor|penulis|reporter|pewarta|penyunting|kontributor|uploader|jurnalis)\s*:",
    r"(?:copyright|hak cipta)\s*(?::|©|\(c\)|\d{4})|(?:©|\(c\) ?\d{4})|all rights reserved",
    r"(?:sumber(?: (?:berita|gambar|foto|artikel))?|foto|gambar|video|grafis|dok\.?)\s*:",
    r"(?:jangan lupa|yuk|ayo|mari|silakan|segera),? "
    r"(?:ikuti|follow|subscribe|gabung|bergabung|berlangganan|klik|download|unduh)\b.{0,80}"
    r"\b(?:kami|grup|saluran|channel|newsletter|telegram|whatsapp|instagram|youtube|aplikasi"
    r"|di sini)\b",
    r"(?:ikuti|follow)\b.{0,60}\b(?:whatsapp|telegram|google news|instagram|channel|saluran|"
    r"media sosial|twitter|facebook)\b",
    r"(?:berlangganan|langganan|daftar(?:kan)?(?: diri)?)\b.{0,60}"
    r"\b(?:newsletter|buletin|e-?paper|saluran|kanal|telegram|whatsapp)\b",
    r"(?:dapatkan|cek|simak|pantau|nikmati)\b.{0,60}"
    r"\b(?:berita|artikel|informasi|kabar|news|update)\b"
    r".{0,80}\b(?:kompas\.com|google news|whatsapp|telegram|aplikasi|ponsel\w*|di sini|lainnya)",
    r"artikel ini (?:telah|sudah|pertama kali|juga) (?:tayang|terbit|diterbitkan)\b",
    r"(?:pilih saluran andalanmu|pastikan kamu sudah (?:meng)?install)\b",
    r"(?:sampaikan|tulis|berikan|tinggalkan)\b.{0,60}\bkolom komentar\b",
    r"(?:disclosure|disclaimer|penafian)\s*:",
    r"(?:dengarkan|unduh) (?:berita|artikel|aplikasi)\b",
    r"(?:sign up (?:for|to)|subscribe (?:to|for|now)|click here|get the latest|follow us)\b",
    r"(?:reporting|writing|additional reporting) by\b",
)
# Machinery of any length: code, and what a site says about itself.
_LONG: Final = (
    r"\[?cdata\b|<!|oa_show|var \w+ ?=|function ?\(",
    r"[\w.]{3,40} adalah portal berita\b",
)
# What fills a whole line.
_WHOLES: Final = (
    r"(?:komentar|advertisement|iklan|loading|bagikan|share|tags?|topik|promoted content)[\s:.]*",
    r"(?:tulis|kirim|beri|tambahkan|lihat|semua|\d+) komentar|komentar \(?\d+\)?",
    r"(?:berita|artikel|video|foto|topik) (?:terkait|lainnya|terkini|terbaru|terpopuler|pilihan)",
    r"(?:terpopuler|terkini|rekomendasi(?: untuk anda)?|selanjutnya|sebelumnya|daftarkan|ikuti)",
    r"(?:lihat|tampilkan) (?:semua|lainnya|lebih banyak)|halaman (?:\d+|selanjutnya|berikutnya).*",
    r"(?:#\w+[\s,]*)+",
    # The time of publication, as it stands under a headline.
    r"(?:(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad),?\s*)?\d{1,2} [a-z]{3,9} \d{4}"
    r"[\s,|/-]*(?:pukul )?\d{1,2}[.:]\d\d(?: wi[bt]a?)?",
    r"(?:tags?|topik|kata kunci) ?:.*",
    r"sumber (?:berita|gambar|foto)\b[^.]{0,60}\.?",
    r"laporan (?:wartawan|reporter|kontributor|jurnalis)\b[^.]{0,80}(?:\.com\b[^.]{0,60})?",
    r"(?:https?://|www\.)\S+\s*",
)
# Marks that may stand before machinery; a quotation mark tells that somebody speaks.
_BEFORE = r"[\s\[(*•»>–—-]{0,8}"
_LONGEST_LINE: Final = 300
_LONG_LINE: Final = re.compile(_BEFORE + "(?:" + "|".join(_LONG) + ")", re.IGNORECASE)
_LINE_START: Final = re.compile(_BEFORE + "(?:" + "|".join(_STARTS) + ")", re.IGNORECASE)
_WHOLE_LINE: Final = re.compile(_BEFORE + "(?:" + "|".join(_WHOLES) + ")", re.IGNORECASE)

# Captions name their photographer; a sentence does not end on one.
_CREDIT = (
    r"(?:dok(?:umentasi)?\b\.?\s*)?(?:foto|photo|istimewa|ist|antara foto|ilustrasi|shutterstock"
    r"|getty images|pixabay|unsplash|freepik|thinkstock|instagram|screenshot|tangkapan layar)"
)
_CAPTION: Final = re.compile(
    rf"(?:(?![.!?]\s+[A-Z]).){{0,240}}?[(\[/]\s*{_CREDIT}\b[^()\[\]]{{0,80}}[)\]]?\.?$"
    r"|ilustrasi\b[^.!?]{0,140}(?:\.\s*\w+)?$",
    re.IGNORECASE,
)

# Machinery inside a paragraph, taken out wherever it stands.
_INLINE: Final = re.compile(
    r"(?i:\[\s*gambas\s*:[^\]]{0,60}\])"
    r"|(?i:[(\[]\s*(?:baca|simak|lihat)[ _]+(?:juga|pula|selengkapnya)\b[^()\[\]]{0,200}[)\]])"
    r"|\bSCROLL TO CONTINUE WITH CONTENT\b"
    r"|(?:(?<=[.!?\"”] )|^)(?:ADVERTISEMENT|Advertisement)\b(?=\s+[\"“A-Z]|\s*$)"
    r"|(?:(?<=[.!?\"”] )|^)Baca Juga(?=\s+[\"“A-Z])|\bBaca_Juga\b:?"
    # A dateline that follows the introduction: "... SERAMBINEWS.COM - Rumor".
    r"|(?<=[.!?\"”] )[A-Z]{4,20}\.(?:COM|CO\.ID|ID|NET)(?:, [A-Z]{3,20})?\s?[-–]{1,2}"
    r"(?=\s?[\"“A-Z])",
)

# No line without one of these holds machinery inside: a look is ten times faster than the pattern.
_INLINE_SIGNS: Final = ("[", "(", "Baca", "SCROLL", "DVERT", "dvert", ".COM", ".ID", ".NET")

# A by-line that runs into the dateline: "Penulis: Budi Santika TRIBUNNUSA.COM, MEDAN - ".
BY_LINE: Final = re.compile(
    r"(?:Penulis|Editor|Reporter|Laporan (?:Wartawan|Reporter|Kontributor))\b[^.]{0,80}?"
    r"(?=\b[A-Z]{4,20}\.(?:COM|CO\.ID|ID|NET)\b)"
)

# "(dis/ugo)", "[feb]", "(*/win)", "(T.KR - NJI/M019)" behind the last full stop, or alone.
_MARK = r"[A-Za-z*][\w*.]{0,9}"
_SIGN_OFF: Final = re.compile(
    r"(?:(?:(?<=[.!?\"”’…*])|^|(?<=[.!?\"”’…*]\s))"
    rf"[(\[](?:{_MARK}(?:\s?[-/&|,]\s?{_MARK}){{0,3}}|\*+)[)\]]"
    r"|(?<=\s)[(\[][a-z]{2,5}/[a-z]{2,5}[)\]])\W*$"
)

_LAST_MARK: Final = re.compile(r"\s[(\[][a-z]{3}[)\]]$")
_LONGEST_SIGN_OFF: Final = 80
_LINK: Final = re.compile(r"\W{0,8}(?:baca|simak|lihat)[ _]+juga\s*[:\-–]\s*", re.IGNORECASE)
_SHORTEST_SENTENCE: Final = 4  # words
# Words that headlines write small.
_SMALL: Final = sections("connectives.txt")["headline"]


def is_boilerplate(line: str) -> bool:
    """True when the whole line is machinery or a caption, and no sentence of the report."""
    if _LONG_LINE.match(line):
        return True
    if len(line) > _LONGEST_LINE:
        return False
    return bool(_LINE_START.match(line) or _WHOLE_LINE.fullmatch(line) or _CAPTION.match(line))


def without_inline(line: str) -> str:
    """The line without embeds, links and adverts between its sentences."""
    if not any(sign in line for sign in _INLINE_SIGNS):
        return line
    return _INLINE.sub(" ", line)


def without_sign_off(line: str) -> str:
    """The line without the initials of the desk behind its last sentence."""
    cut = max(0, len(line) - _LONGEST_SIGN_OFF)
    tail = line[cut:]
    if ")" not in tail and "]" not in tail:
        return line.rstrip()
    return (line[:cut] + _SIGN_OFF.sub("", tail)).rstrip()


def without_last_mark(paragraph: str) -> str:
    """The text's last paragraph without three letters of the desk: "Lyon 0-1 Juventus (kid)"."""
    return _LAST_MARK.sub("", paragraph)


def headline_end(text: str) -> int:
    """Where a linked headline ("Baca juga: Rusia Tuding ...") gives way to a sentence; 0 = nowhere.

    Headlines are in Title Case: the sentence begins with the last capital before ordinary words.
    """
    link = _LINK.match(text)
    if link is None:
        return 0
    last_capital = 0
    words = [match for match in re.finditer(r"\S+", text[link.end() :]) if _bare(match)]
    for index, word in enumerate(words):
        if not _bare(word)[0].islower():
            last_capital = index
        elif _bare(word) not in _SMALL:
            is_sentence = last_capital and len(words) - last_capital >= _SHORTEST_SENTENCE
            return link.end() + words[last_capital].start() if is_sentence else 0
    return 0


def _bare(word: re.Match[str]) -> str:
    return word.group().strip("\"“”‘’'()[],.:;!?-–—")
