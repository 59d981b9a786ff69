"""The commands as scripts call them."""

import json
import os
from pathlib import Path

import pytest

from tests.program.conftest import Installation

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Kabar</title>
<item><guid>a-1</guid><title>Panen padi naik</title><link>https://kabar.contoh/1</link>
<pubDate>Selasa, 24 November 2026 07.15 WIB</pubDate><description>Petani lega.</description></item>
</channel></rss>"""


@pytest.fixture
def feed(installation: Installation) -> Path:
    path = installation.folder / "feed.xml"
    path.write_text(FEED, encoding="utf-8")
    return path


async def test_run_without_token_names_the_cure(installation: Installation) -> None:
    installation.settings["SARIWARTA_TELEGRAM_TOKEN"] = ""

    code, out, err = await installation.call("run")

    assert (code, out) == (78, "")
    assert "sariwarta chat" in err
    assert err.count("\n") == 1


async def test_missing_feeds_file_names_the_cure(installation: Installation) -> None:
    (installation.folder / "feeds.yaml").unlink()

    code, _, err = await installation.call("run")

    assert code == 78
    assert "feeds.yaml" in err
    assert "Traceback" not in err


async def test_check_tells_every_mistake_with_its_place(installation: Installation) -> None:
    path = installation.folder / "feeds.yaml"
    path.write_text("feeds:\n  - url: ftp://x\n  - ulr: https://a.id/rss\n", encoding="utf-8")

    code, out, _ = await installation.call("check")

    assert code == 1
    assert "feeds.yaml:2:10:" in out
    assert "feeds.yaml:3:5:" in out
    assert "url" in out


async def test_check_with_fetch_tries_each_feed(installation: Installation) -> None:
    code, out, _ = await installation.call("check", "--fetch", "--json")

    trials = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert len(trials) == 4
    assert all(trial["entries"] > 0 for trial in trials)


async def test_try_parse_prints_json_lines(installation: Installation, feed: Path) -> None:
    code, out, err = await installation.call("try", "parse", str(feed))

    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "id": "a-1",
        "title": "Panen padi naik",
        "link": "https://kabar.contoh/1",
        "published": "2026-11-24T00:15:00Z",
        "text": "Petani lega.",
        "language": "",
    }


async def test_try_parse_names_the_file_among_several(
    installation: Installation, feed: Path
) -> None:
    page = installation.folder / "page.html"
    page.write_text("<html><title>Masuk</title><p>Silakan masuk</p></html>", encoding="utf-8")

    code, out, err = await installation.call("try", "parse", str(feed), str(page))

    assert code == 1
    assert json.loads(out)["file"] == str(feed)
    assert err.startswith(f"{page}:")


async def test_try_extract_gives_paragraph_a_line(installation: Installation) -> None:
    page = installation.folder / "artikel.html"
    body = "".join(
        f"<p>Paragraf {n} menceritakan panen padi di Karawang yang naik tahun ini.</p>"
        for n in ("satu", "dua", "tiga", "empat")
    )
    page.write_text(f"<html><body><article>{body}</article></body></html>", encoding="utf-8")

    code, out, _ = await installation.call("try", "extract", str(page))

    assert code == 0
    assert len(out.splitlines()) == 4


@pytest.mark.parametrize(
    ("step", "answer"),
    [("summarise", "summary"), ("stories", "cluster"), ("topics", "topics")],
)
async def test_try_steps_answer_line_by_line(
    installation: Installation, step: str, answer: str
) -> None:
    lines = [
        {
            "id": str(number),
            "published": f"2026-11-24T0{number}:00:00+07:00",
            "source": f"Outlet {number}",
            "title": "Irak dan Rusia teken kerja sama energi",
            "text": "Irak dan Rusia menandatangani kerja sama energi di Moskow, Selasa.",
            "url": f"https://outlet{number}.contoh/{number}",
        }
        for number in (1, 2)
    ]

    given = "".join(json.dumps(line) + "\n" for line in lines) + "bukan json\n"
    code, out, err = await installation.call("try", step, given=given)

    answers = [json.loads(line) for line in out.splitlines()]
    assert [one["id"] for one in answers] == ["1", "2"]
    assert all(answer in one for one in answers)
    assert code == 1
    assert "line 3" in err


async def test_migrate_backup_restore_keep_the_data(installation: Installation) -> None:
    copy = installation.folder / "copy.db"

    assert (await installation.call("migrate"))[0] == 0
    assert (await installation.call("backup", str(copy)))[0] == 0
    refused, _, sentence = await installation.call("restore", str(copy))
    done, _, _ = await installation.call("restore", str(copy), "--overwrite")

    assert copy.stat().st_size > 0
    assert (refused, done) == (78, 0)
    assert "--overwrite" in sentence


async def test_digest_of_nothing_says_so(installation: Installation) -> None:
    code, out, _ = await installation.call("digest", "--topics", "irak,rusia")

    assert (code, out.strip()) == (1, "Belum ada berita.")


async def test_unknown_topic_gets_the_nearest(installation: Installation) -> None:
    code, _, err = await installation.call("digest", "--topics", "irka")

    assert code == 1
    assert "irak" in err


async def test_folder_that_cannot_be_written_names_user_and_cure(
    installation: Installation,
) -> None:
    (installation.folder / "file").touch()
    installation.settings["SARIWARTA_DATA_DIR"] = str(installation.folder / "file" / "data")

    code, _, err = await installation.call("stats")

    assert code == 78
    assert err.startswith(f"SARIWARTA_DATA_DIR: user {os.getuid()} cannot write to")
    assert "chown" in err
