"""The settings: one frozen object, read once, seen by the command line and the composition root."""

import re
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.durations import parse_duration
from bot.errors import BadSettings

PREFIX = "SARIWARTA_"


def _duration(value: object) -> timedelta:
    return value if isinstance(value, timedelta) else parse_duration(str(value))


def _split(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, int):
        return (value,)
    return value


def _known_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("write an IANA zone, like Asia/Jakarta or Asia/Makassar") from error
    return value


def _network(value: object) -> object:
    return tuple(ip_network(str(part), strict=False) for part in _split(value) or ())  # type: ignore[attr-defined]


def _web_address(value: str) -> str:
    if value and urlsplit(value).scheme not in {"http", "https"}:
        raise ValueError("write an address that begins with http:// or https://")
    return value.rstrip("/")


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Ids = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_split)]
Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_network)]
WebAddress = Annotated[str, AfterValidator(_web_address)]


class _Filled(PydanticBaseSettingsSource):
    """A source without its empty lines for what a secret's file holds.

    .env.example begins with an empty token; whoever keeps the token in a file leaves that line.
    """

    def __init__(
        self, source: PydanticBaseSettingsSource, secrets: PydanticBaseSettingsSource
    ) -> None:
        super().__init__(source.settings_cls)
        self._source, self._secrets = source, secrets

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        return self._source.get_field_value(field, field_name)

    def __call__(self) -> dict[str, Any]:
        held = self._secrets()
        found = self._source()
        return {name: found[name] for name in found if found[name] != "" or name not in held}


class Settings(BaseSettings):
    """Every setting, with its default and a sentence; docs/configuration.md says more."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        secrets_dir=None,
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    telegram_token: SecretStr = Field(
        SecretStr(""), description="The token that @BotFather gave you."
    )
    telegram_api_url: WebAddress = Field(
        "https://api.telegram.org/bot", description="Bot API server; the token is appended."
    )
    telegram_file_url: WebAddress = Field(
        "https://api.telegram.org/file/bot", description="File server of the Bot API."
    )
    data_dir: Path = Field(Path("data"), description="Where the database lives.")
    database_url: str = Field(
        "", description="SQLAlchemy address; empty = sariwarta.db in the data directory."
    )
    feeds_file: Path = Field(Path("feeds.yaml"), description="The list of feeds and topics.")
    admins: Ids = Field((), description="Telegram user ids that may use admin commands.")
    allowed_chats: Ids = Field((), description="Chats that may use the bot; empty = everyone.")
    time_zone: Annotated[str, AfterValidator(_known_zone)] = Field(
        "Asia/Jakarta", description="Zone of new subscribers and of logs for people."
    )
    poll_interval: Duration | None = Field(
        None, description="Poll every feed so often; empty = each at its own rhythm."
    )
    allow_networks: Networks = Field(
        (), description="Private address ranges that feeds may use, e.g. 127.0.0.0/8."
    )
    user_agent: str = Field(
        "Mozilla/5.0 (compatible; Sariwarta/0.1; news digest bot)",
        description="How the bot names itself to outlets; put your contact into it.",
    )
    send_rate: float = Field(25.0, gt=0, le=1000, description="Messages a second to all chats.")
    at_most_once: bool = Field(
        False, description="After a send without an answer: false = repeat it, true = drop it."
    )
    allow_paid_broadcast: bool = Field(
        False, description="Send faster than Telegram's free limit, for Stars."
    )
    paid_rate: float = Field(
        100.0, gt=0, le=1000, description="Messages a second while paid broadcast is allowed."
    )
    webhook_url: WebAddress = Field(
        "", description="Public https address of this bot; empty = long polling."
    )
    webhook_secret: SecretStr = Field(
        SecretStr(""), description="Proves that an update comes from Telegram; empty = derived."
    )
    websub_url: WebAddress = Field(
        "", description="Public address where feeds' hubs push news; empty = all are polled."
    )
    http_listen: str = Field(
        "127.0.0.1:8080", description="Health and metrics listen here; empty = off."
    )
    archive_url: WebAddress = Field(
        "", description="Public address of the news archive; empty = there is none."
    )
    panel_url: WebAddress = Field(
        "", description="Public address of the admins' page; empty = there is none."
    )
    keep: Duration = Field(timedelta(days=30), description="How long entries and stories are kept.")
    backup_every: Duration | None = Field(
        None, description="Back up the SQLite database so often; empty = only before upgrades."
    )
    backup_dir: Path | None = Field(
        None, description="Where backups go; empty = backups in the data directory."
    )
    backup_keep: int = Field(7, ge=1, le=1000, description="How many dated backups are kept.")
    sentry_dsn: SecretStr = Field(
        SecretStr(""), description="Crashes are reported to this Sentry project; empty = to none."
    )
    log_format: Literal["console", "json"] = Field("console", description="Form of the log lines.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The least level that is logged."
    )

    @model_validator(mode="before")
    @classmethod
    def _empty_means_default(cls, given: dict[str, object]) -> dict[str, object]:
        """`NAME=` in .env is a line not filled in; only HTTP_LISTEN has a meaning for it."""
        return {name: v for name, v in given.items() if v != "" or name == "http_listen"}

    @model_validator(mode="after")
    def _listen_is_an_address(self) -> Self:
        if self.listen_address() is None and self.webhook_url:
            raise ValueError(
                f"{PREFIX}WEBHOOK_URL needs {PREFIX}HTTP_LISTEN: updates come in there"
            )
        if self.listen_address() is None and self.websub_url:
            raise ValueError(f"{PREFIX}WEBSUB_URL needs {PREFIX}HTTP_LISTEN: pushes come in there")
        secret = self.webhook_secret.get_secret_value()
        if not re.fullmatch("[A-Za-z0-9_-]{0,256}", secret):
            raise ValueError(
                f"{PREFIX}WEBHOOK_SECRET: write 1 to 256 letters, digits, hyphens and underscores"
            )
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 -- the library's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        secrets = file_secret_settings
        lines = (_Filled(source, secrets) for source in (env_settings, dotenv_settings))
        return (init_settings, *lines, secrets)

    @property
    def rate(self) -> float:
        """Messages a second, as far as Telegram's free or paid limit goes."""
        return self.paid_rate if self.allow_paid_broadcast else self.send_rate

    @property
    def database(self) -> str:
        """The database's address, with the default filled in."""
        if self.database_url:
            return self.database_url
        return f"sqlite+aiosqlite:///{self.data_dir / 'sariwarta.db'}"

    @property
    def is_shared(self) -> bool:
        """Whether processes on several machines may work on the database."""
        return self.database.startswith("postgresql")

    @property
    def bot_id(self) -> int:
        """Telegram's number of the bot, which stays when its token is renewed; 0 = no token."""
        number, _, _ = self.telegram_token.get_secret_value().partition(":")
        return int(number) if number.isdecimal() else 0

    @property
    def backups(self) -> Path:
        """The folder of the backups, with the default filled in."""
        return self.backup_dir or self.data_dir / "backups"

    def require_token(self) -> None:
        """Raises BadSettings with the cure when there is no token."""
        if not self.telegram_token.get_secret_value():
            raise BadSettings(
                f"{PREFIX}TELEGRAM_TOKEN is not set: put the token that @BotFather gave you into "
                "the environment or into .env, or try the bot without one: sariwarta chat --sample"
            )

    def listen_address(self) -> tuple[str, int] | None:
        """Host and port of `http_listen`; None when it is off."""
        if not self.http_listen:
            return None
        host, _, port = self.http_listen.rpartition(":")
        if not port.isdigit() or int(port) > 65535:
            raise ValueError("http_listen: write HOST:PORT, like 127.0.0.1:8080")
        return host.strip("[]") or "127.0.0.1", int(port)


def read_settings(*, secrets: Path | None = None) -> Settings:
    """Settings from environment, .env and a secrets directory; raises BadSettings."""
    try:
        return Settings(_secrets_dir=secrets if secrets and secrets.is_dir() else None)
    except ValidationError as error:
        raise BadSettings(_sentences(error)) from error


def _sentences(error: ValidationError) -> str:
    lines = []
    for problem in error.errors():
        name = PREFIX + "_".join(str(part) for part in problem["loc"][:1]).upper()
        reason = problem["msg"].removeprefix("Value error, ")
        lines.append(f"{name}: {reason}" if problem["loc"] else reason)
    return "\n".join(lines)
