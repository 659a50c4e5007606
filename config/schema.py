"""Settings as values. Only `config.load` reads them; everyone else is handed the part that is theirs."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from newsroom.source import SourceKind


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _web_address(value: str) -> str:
    if not value.startswith(("http://", "https://")) or len(value.split("/")) < 3 or not value.split("/")[2]:  # noqa: PLR2004 - scheme, nothing, host
        raise ValueError("write a whole web address, starting with https:// or http://")
    return value


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("write an IANA zone such as Europe/Kyiv or UTC")
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]
ZoneName = Annotated[str, AfterValidator(_zone)]


class AccessMode(StrEnum):
    """Who may use the bot."""

    OPEN = "open"
    LISTED = "listed"


class TelegramSettings(_Settings):
    """How to reach Telegram. The token comes from the environment, so that no file holds it."""

    token: str = Field(default="", repr=False)
    api_url: WebAddress = "https://api.telegram.org"
    proxy: WebAddress | None = None


class AccessSettings(_Settings):
    """Who may use the bot, and who is told when something is wrong."""

    mode: AccessMode = AccessMode.OPEN
    chats: tuple[int, ...] = ()
    admins: tuple[int, ...] = ()
    admin_chat: int | None = None


class WatchSettings(_Settings):
    """How feeds are polled."""

    allow_private_networks: bool = False
    proxy: WebAddress | None = None
    poll_floor_s: int = Field(default=120, ge=1)
    poll_ceiling_s: int = Field(default=1_800, ge=1)
    connect_timeout_s: float = Field(default=10, gt=0)
    fetch_timeout_s: float = Field(default=30, gt=0)
    parse_timeout_s: float = Field(default=8, gt=0)
    body_bytes: int = Field(default=5_000_000, ge=10_000)
    at_once: int = Field(default=32, ge=1)
    at_once_per_host: int = Field(default=2, ge=1)


class AlertSettings(_Settings):
    """When an item is news, and how much of it a chat is told at once."""

    stale_after_h: float = Field(default=12, gt=0)
    burst_per_minute: int = Field(default=6, ge=1)

    @property
    def stale_after(self) -> timedelta:
        """Older items go to a labelled catch-up."""
        return timedelta(hours=self.stale_after_h)


class LimitSettings(_Settings):
    """What one chat may hold."""

    topics_per_chat: int = Field(default=100, ge=1)
    feeds_per_chat: int = Field(default=50, ge=0)


class RetentionSettings(_Settings):
    """How long things are kept."""

    items_days: int = Field(default=400, ge=7)
    updates_days: int = Field(default=7, ge=1)
    deliveries_days: int = Field(default=30, ge=1)


class LogSettings(_Settings):
    """How the program speaks of itself."""

    level: str = Field(default="info", pattern="^(debug|info|warning|error)$")
    json_lines: bool = False


class SourceSettings(_Settings):
    """One feed of the operator's own list."""

    url: WebAddress
    name: str = Field(min_length=1, max_length=80)
    family: str = ""
    country: str | None = Field(default=None, pattern="^[a-z]{2}$")
    language: str | None = Field(default=None, pattern="^[a-z]{2,3}(-[a-z0-9]+)*$")
    kind: SourceKind = SourceKind.PRIVATE
    poll_s: int | None = Field(default=None, ge=1)


class Settings(_Settings):
    """Everything, with defaults that work."""

    database_url: str = Field(default="sqlite+aiosqlite:///var/wirewatch.db", pattern=r"^sqlite\+aiosqlite:///")
    zone: ZoneName = "UTC"
    telegram: TelegramSettings = TelegramSettings()
    access: AccessSettings = AccessSettings()
    watch: WatchSettings = WatchSettings()
    alerts: AlertSettings = AlertSettings()
    limits: LimitSettings = LimitSettings()
    retention: RetentionSettings = RetentionSettings()
    log: LogSettings = LogSettings()
    sources: tuple[SourceSettings, ...] = ()
