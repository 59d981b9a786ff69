"""Settings come from the environment and complain in sentences."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from bot.errors import BadSettings
from bot.settings import read_settings


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings read .env of the working directory: tests bring their own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_lists_are_split_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SARIWARTA_ADMINS", "17, 4")
    monkeypatch.setenv("SARIWARTA_ALLOWED_CHATS", "-100123")
    monkeypatch.setenv("SARIWARTA_ALLOW_NETWORKS", "127.0.0.0/8,10.1.0.0/16")

    settings = read_settings()

    assert settings.admins == (17, 4)
    assert settings.allowed_chats == (-100123,)
    assert settings.allow_networks == (ip_network("127.0.0.0/8"), ip_network("10.1.0.0/16"))


@pytest.mark.parametrize(
    ("name", "value", "cure"),
    [
        ("POLL_INTERVAL", "5", "30s, 15m"),
        ("TIME_ZONE", "Jakarta", "Asia/Jakarta"),
        ("HTTP_LISTEN", "somewhere", "HOST:PORT"),
        ("TELEGRAM_API_URL", "ftp://x", "http://"),
        ("SEND_RATE", "0", "greater than 0"),
        ("ALLOW_NETWORKS", "localhost", "localhost"),
    ],
)
def test_wrong_value_names_setting_and_cure(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, cure: str
) -> None:
    monkeypatch.setenv("SARIWARTA_" + name, value)

    with pytest.raises(BadSettings, match=cure) as caught:
        read_settings()

    assert name.lower() in str(caught.value).lower()


def test_env_file_and_secrets_are_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SARIWARTA_LOG_LEVEL=debug\n", encoding="utf-8")
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "sariwarta_telegram_token").write_text("7:abc\n", encoding="utf-8")

    settings = read_settings(secrets=secrets)

    assert settings.log_level == "debug"
    assert settings.telegram_token.get_secret_value() == "7:abc"


@pytest.mark.parametrize(("line", "token"), [("", "7:file"), ("7:line", "7:line")])
def test_empty_line_does_not_hide_a_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str, token: str
) -> None:
    """As compose hands .env.example's first line on, beside a secret's file."""
    monkeypatch.setenv("SARIWARTA_TELEGRAM_TOKEN", line)
    (tmp_path / "sariwarta_telegram_token").write_text("7:file\n", encoding="utf-8")

    assert read_settings(secrets=tmp_path).telegram_token.get_secret_value() == token


def test_token_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SARIWARTA_TELEGRAM_TOKEN", "7:secret")

    assert "7:secret" not in repr(read_settings())


def test_default_database_lies_in_the_data_directory() -> None:
    assert read_settings().database == "sqlite+aiosqlite:///data/sariwarta.db"


def test_empty_line_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SARIWARTA_POLL_INTERVAL", "")
    monkeypatch.setenv("SARIWARTA_SEND_RATE", "")
    monkeypatch.setenv("SARIWARTA_ADMINS", "")

    settings = read_settings()

    assert (settings.poll_interval, settings.send_rate, settings.admins) == (None, 25, ())


def test_empty_address_turns_http_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SARIWARTA_HTTP_LISTEN", "")

    assert read_settings().listen_address() is None
