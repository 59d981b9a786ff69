"""Digests as messages: complete, valid, within the limits, whatever the feeds say."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.ansi import plain_text
from bot.chat.callbacks import Act, decode
from bot.chat.markup import measure
from bot.chat.render import page, render
from bot.digests.compose import in_blocks
from bot.model import DigestKind, Message, News, Quote, Story, StoryId
from bot.style import Style, SummaryLength
from tests.chat.samples import IRAQ, MADE, digest, names, report, story


def shown(message: Message) -> str:
    return measure(message.html).text


class TestHeader:
    def test_names_topics_day_and_counts(self) -> None:
        (message,) = render(digest(story(0), story(1)), names)

        assert shown(message).splitlines()[:3] == [
            "🌅 Kabar pagi · Irak & Rusia",
            "Jumat, 20 November 2026 · 07.00 WIB",
            "2 berita dari 3 laporan",
        ]

    def test_is_english_on_wish(self) -> None:
        (message,) = render(digest(story(0), language="en"), names)

        assert shown(message).splitlines()[:3] == [
            "🌅 Morning news · Russia",
            "Friday, 20 November 2026 · 07:00 WIB",
            "1 story from 1 report",
        ]

    def test_leaves_out_topics_without_news(self) -> None:
        (message,) = render(digest(story(1)), names)

        assert "Kabar pagi · Irak\n" in shown(message)

    def test_counts_many_topics(self) -> None:
        many = digest(story(1), topics=(IRAQ,), queries=("beras", "gula", "kopi"))
        (message,) = render(many, names)

        assert "Kabar pagi · Irak, beras +2\n" in shown(message)

    @pytest.mark.parametrize(
        ("hours", "title"),
        [(0, "Kabar pagi"), (5, "Kabar siang"), (10, "Kabar sore"), (13, "Kabar malam")],
    )
    def test_part_of_day_is_the_readers(self, hours: int, title: str) -> None:
        (message,) = render(digest(story(1), made=MADE + timedelta(hours=hours)), names)

        assert title in shown(message)

    def test_other_zones_show_their_offset(self) -> None:
        (message,) = render(digest(story(1), zone="Asia/Tokyo"), names)

        assert "09.00 GMT+9" in shown(message)


class TestStories:
    def test_headline_quote_and_outlets(self) -> None:
        told = story(2, summary=(Quote(text="Kata demi kata."),))
        (message,) = render(digest(told), names)

        assert (
            '<b>1. <a href="https://berita.example/2?a=1&amp;b=2">'
            "Moskow gelar pertemuan energi dengan Bagdad</a></b>\n"
            "<blockquote>Kata demi kata.</blockquote>\n"
            "<i>Warta Pagi · 03.52 · juga: "
            '<a href="https://berita.example/21">Kabar Nusa</a>, '
            '<a href="https://berita.example/22">Harian Samudra</a></i>'
        ) in message.html

    def test_long_summary_folds(self) -> None:
        (message,) = render(digest(story(0, summary=(Quote(text="a" * 221),))), names)

        assert "<blockquote expandable>" in message.html

    def test_empty_summary_leaves_the_headline(self) -> None:
        (message,) = render(digest(story(0, summary=())), names)

        assert "blockquote" not in message.html
        assert "kutipan asli" not in shown(message)

    def test_sentence_of_another_outlet_names_it(self) -> None:
        quoted = Quote(text="Kata lain.", outlet="Kabar Nusa")
        (message,) = render(digest(story(1, summary=(quoted,))), names)

        assert "Kata lain. — Kabar Nusa" in shown(message)

    def test_further_outlets_are_counted(self) -> None:
        (message,) = render(digest(story(4)), names)

        assert "juga: Kabar Nusa, Harian Samudra, Suara Lembah +1" in shown(message)

    def test_outlet_with_two_reports_stands_once(self) -> None:
        reports = (report(1, "Warta"), report(2, "Warta"), report(3, "Kabar"))
        (message,) = render(digest(story(0, reports=reports)), names)

        assert "Warta · 06.05 · juga: Kabar\n" in shown(message)

    def test_yesterdays_time_says_so(self) -> None:
        old = (report(1, "Warta", published=MADE - timedelta(hours=8)),)
        (message,) = render(digest(story(0, reports=old)), names)

        assert "kemarin 23.00" in shown(message)

    def test_affair_stands_together(self) -> None:
        stories = (story(0), story(1), story(2, affair_id=StoryId(0)))
        (message,) = render(digest(*stories), names)
        text = shown(message)

        assert "Warta Pagi · 06.12\n2. Moskow gelar" in text
        assert "\n\n3. Pelabuhan Basra" in text

    def test_affairs_keep_every_story(self) -> None:
        stories = tuple(story(n, affair_id=StoryId(n % 3)) for n in range(9))

        assert sorted(s.id for s in in_blocks(stories)) == list(range(9))


class TestPages:
    def test_no_stories_no_message(self) -> None:
        assert render(digest(), names) == ()

    def test_rest_is_behind_one_button(self) -> None:
        (message,) = render(digest(*map(story, range(12))), names)

        assert [button.label for button in message.buttons[-1]] == [
            "Lainnya (4)",
            "Topik",
            "Jadwal",
        ]

    def test_two_more_need_no_button(self) -> None:
        (message,) = render(digest(*map(story, range(10))), names)

        assert [button.label for button in message.buttons[-1]] == ["Topik", "Jadwal"]

    def test_pages_show_each_story_once(self) -> None:
        stories = [story(n, title=f"Judul{n:03}.") for n in range(30)]
        everything = digest(*stories)
        texts, start = [], 0
        while True:
            message = page(everything, names, start)
            texts.append(shown(message))
            press = decode(message.buttons[-1][0].data)
            if press is None or press.act is not Act.MORE:
                break
            start = int(press.values[1])

        assert all("\n".join(texts).count(f"Judul{n:03}.") == 1 for n in range(30))
        assert len(texts) == 4

    def test_continued_page_begins_with_a_whole_story(self) -> None:
        stories = tuple(story(n, affair_id=StoryId(1)) for n in range(12))
        message = page(digest(*stories), names, 8)

        assert "<b>9. " in message.html

    def test_footer_names_the_next_time(self) -> None:
        (message,) = render(digest(story(1)), names)

        assert shown(message).endswith("Berikutnya: 17.00 WIB")

    def test_footer_without_a_next_time(self) -> None:
        (message,) = render(digest(story(1), next_due=None), names)

        assert shown(message).endswith("Ringkasan adalah kutipan asli dari sumber.")

    def test_same_digest_gives_the_same_message(self) -> None:
        everything = digest(*map(story, range(12)))

        assert render(everything, names) == render(everything, names)


NASTY = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            '<script>&"</b>',
            "\u202eterbalik\u2066",
            "a" * 5000,
            "kata " * 1000,
            "👩‍🚀" * 900,
            "&" * 3000,
            "</a></b></blockquote>",
            "",
            " \n ",
        ]
    ),
)
LINKS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "javascript:alert(1)",
            'https://a.example/"><b>x',
            "https://a.example/" + "&" * 700,
            "https://a.example/" + "ä" * 1500,
            "https://tanpa-titik/",
            "",
        ]
    ),
)


@st.composite
def stories_of_any_kind(draw: st.DrawFn) -> tuple[Story, ...]:
    made = []
    for number in range(draw(st.integers(1, 24))):
        reports = tuple(
            report(number * 100 + at, draw(NASTY), link=draw(LINKS))
            for at in range(draw(st.integers(0, 5)))
        )
        summary = tuple(Quote(text=draw(NASTY), outlet=draw(NASTY)) for _ in range(2))
        made.append(
            replace(
                story(number),
                title=draw(NASTY),
                link=draw(LINKS),
                reports=reports,
                summary=summary,
                affair_id=StoryId(draw(st.integers(0, 30))),
            )
        )
    return tuple(made)


class TestHostileFeeds:
    @settings(max_examples=60, deadline=None)
    @given(stories_of_any_kind(), st.sampled_from(["id", "en", "xx"]), st.text(max_size=30))
    def test_every_page_is_valid_and_fits(
        self, stories: tuple[Story, ...], language: str, query: str
    ) -> None:
        everything = digest(*stories, language=language, queries=(query,), zone="Mars/Olympus")
        start, pages = 0, 0
        while True:
            message = page(everything, names, start)
            pages += 1
            assert measure(message.html).fits
            assert 'href="javascript:' not in message.html
            press = decode(message.buttons[-1][0].data)
            if press is None or press.act is not Act.MORE:
                break
            assert int(press.values[1]) > start
            start = int(press.values[1])

        assert pages <= len(stories)

    def test_one_message_holds_at_least_seven_ordinary_stories(self) -> None:
        sentence = "Kata yang lazim dalam berita sehari-hari di negeri ini. " * 5
        stories = [story(4, id=StoryId(n), summary=(Quote(text=sentence),)) for n in range(10)]
        message = page(digest(*stories), names, 0)

        assert plain_text(message.html).count("juga:") >= 7


class TestStyle:
    QUOTES = (
        Quote(text="Kalimat pertama.", least=SummaryLength.SHORT),
        Quote(text="Kalimat kedua."),
        Quote(text="Kalimat ketiga.", least=SummaryLength.LONG),
    )

    @pytest.mark.parametrize(
        ("length", "shows", "hides"),
        [
            (SummaryLength.NONE, (), ("Kalimat", "Ringkasan")),
            (SummaryLength.SHORT, ("Kalimat pertama.", "Ringkasan"), ("kedua", "ketiga")),
            (SummaryLength.NORMAL, ("Kalimat pertama. Kalimat kedua.",), ("ketiga",)),
            (SummaryLength.LONG, ("Kalimat pertama. Kalimat kedua. Kalimat ketiga.",), ()),
        ],
    )
    def test_summary_is_as_long_as_wished(
        self, length: SummaryLength, shows: tuple[str, ...], hides: tuple[str, ...]
    ) -> None:
        told = digest(story(1, summary=self.QUOTES))

        (message,) = render(replace(told, style=Style(summary=length)), names)

        assert all(text in shown(message) for text in shows)
        assert not any(text in shown(message) for text in hides)

    def test_digest_is_as_long_as_wished(self) -> None:
        many = digest(*(replace(story(1), id=StoryId(n), affair_id=None) for n in range(9)))

        (message,) = render(replace(many, style=Style(stories=4)), names)

        assert "\n4. " in shown(message)
        assert "\n5. " not in shown(message)
        assert message.buttons[-1][0].label == "Lainnya (5)"

    def test_sound_and_preview_follow_the_wish(self) -> None:
        (plain,) = render(digest(story(1)), names)
        (wished,) = render(replace(digest(story(1)), style=Style(silent=True, preview=True)), names)

        assert (plain.silent, plain.preview) == (False, False)
        assert (wished.silent, wished.preview) == (True, True)

    def test_picture_is_that_of_the_first_story(self) -> None:
        head = report(1, "Warta Pagi", image="javascript:alert(1)")
        other = report(2, "Kabar Nusa", image="https://kabar.example/foto.jpg")
        told = digest(story(1, reports=(head, other)))

        (wished,) = render(replace(told, style=Style(preview=True)), names)
        (plain,) = render(told, names)

        assert (wished.preview, wished.picture) == (True, "https://kabar.example/foto.jpg")
        assert (plain.preview, plain.picture) == (False, "")

    def test_empty_digest_is_silence(self) -> None:
        assert render(digest(), names) == ()

    def test_empty_digest_says_so_on_wish(self) -> None:
        (message,) = render(replace(digest(), style=Style(tell_empty=True)), names)

        assert "Belum ada yang baru" in shown(message)
        assert message.silent

    def test_request_is_answered_by_whoever_was_asked(self) -> None:
        asked = replace(digest(), kind=DigestKind.REQUESTED, style=Style(tell_empty=True))

        assert render(asked, names) == ()


class TestDevelopment:
    FACT = Quote(text="Dua orang hilang.", entry_id=None, outlet="ANTARA")

    def known_story(self, **changes: object) -> Story:
        news = (News(sequence=12, quote=self.FACT),)
        return story(12, **({"began": 3, "news": news} | changes))

    def test_only_what_is_new_is_told(self) -> None:
        [message] = render(digest(self.known_story(), since=5, until=12), names)

        assert "Perkembangan: <a" in message.html
        assert "Dua orang hilang." in message.html
        assert story(12).summary[0].text not in message.html

    def test_new_to_the_reader_is_the_whole_story(self) -> None:
        [message] = render(digest(self.known_story(), since=2, until=12), names)

        assert "Perkembangan" not in message.html
        assert story(12).summary[0].text in message.html

    def test_first_digest_knows_no_development(self) -> None:
        first = digest(self.known_story(), since=5, until=12, kind=DigestKind.FIRST)

        assert "Perkembangan" not in render(first, names)[0].html

    def test_development_within_an_affair_keeps_its_news(self) -> None:
        lead = story(20, affair_id=StoryId(1))
        other = self.known_story(affair_id=StoryId(1))

        [message] = render(digest(lead, other, since=5, until=12), names)

        assert "Dua orang hilang." in message.html


class TestArchive:
    ADDRESS = "https://warta.contoh.id/edisi/AbC"

    def test_digest_ends_with_its_address(self) -> None:
        (message,) = render(digest(story(0)), names, archive=self.ADDRESS)

        assert f'<a href="{self.ADDRESS}">Baca di web</a>' in message.html.splitlines()[-1]

    def test_without_an_archive_there_is_no_link(self) -> None:
        (message,) = render(digest(story(0)), names)

        assert "Baca di web" not in shown(message)
