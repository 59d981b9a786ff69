"""`sariwarta chat --sample` as a script uses it."""

from tests.program.conftest import Installation


async def test_set_up_and_digest_in_the_terminal(installation: Installation) -> None:
    given = "/start\n1\n2\n/sekarang\n1\n/bantuan\n"

    code, out, err = await installation.call("chat", "--sample", given=given)

    assert (code, err) == (0, "")
    assert "> /start" in out
    assert "Irak & Rusia" in out
    assert "juga:" in out
    assert "Ringkasan adalah kutipan asli dari sumber" in out
    assert "> 1\n\n[1] " in out
    assert "‹ Kembali ke digest" in out
    assert "\x1b" not in out


async def test_same_chat_in_english(installation: Installation) -> None:
    given = "/start iraq\n/now\n"

    code, out, _ = await installation.call("chat", "--sample", "--language", "en", given=given)

    assert code == 0
    assert "Iraq" in out
    assert "Langkah" not in out
