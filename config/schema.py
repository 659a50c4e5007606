"""Settings as values. Only `config.load` reads them; everyone else is handed the part that is theirs."""

from datetime import timedelta
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from newsroom.access import AccessMode, AccessRule
from newsroom.source import SourceKind
from newsroom.text.telegram_channel import watched_address


class _FrozenSettings(BaseModel):
    # The docstrings below are what docs/configuration.md and the example file say (scripts/configuration.py). The
    # library is not told of them: it would read this file anew for each table at every start, .1 s of a processor.
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def _web_address(value: str) -> str:
    if not value.startswith(("http://", "https://")) or len(value.split("/")) < 3 or not value.split("/")[2]:  # noqa: PLR2004 - scheme, nothing, host
        raise ValueError("write a whole web address, starting with https:// or http://")
    return value


def _secure_address(value: str) -> str:
    if not value.startswith("https://"):
        raise ValueError("write a whole https:// address: Telegram calls no other")
    return _web_address(value)


def database_address(value: str) -> str:
    """An address of a database as people write it, unchanged.

    Raises:
        ValueError: it names no kind of database that there is; says which there are.
    """
    if not value.startswith(("sqlite:///", "sqlite+aiosqlite:///", "postgresql://", "postgresql+asyncpg://")):
        raise ValueError("write where the database is: sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME")
    return value


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("write an IANA zone such as Europe/Kyiv or UTC")
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]
SourceAddress = Annotated[str, AfterValidator(_web_address), AfterValidator(watched_address)]
SecureAddress = Annotated[str, AfterValidator(_secure_address)]
DatabaseAddress = Annotated[str, AfterValidator(database_address)]
ZoneName = Annotated[str, AfterValidator(_zone)]


class TelegramSettings(_FrozenSettings):
    """How to reach Telegram."""

    token: str = Field(default="", repr=False)
    """The bot's token from @BotFather; empty: local mode. Set WIREWATCH_TELEGRAM_TOKEN rather than write it here, so
    that no file holds it."""
    api_url: WebAddress = "https://api.telegram.org"
    """The Bot API server; your own one, if you run one. WIREWATCH_TELEGRAM_API_URL overrides it."""
    proxy: WebAddress | None = Field(default=None, examples=["http://proxy.example:3128"])
    """HTTP proxy for everything that goes to Telegram. Left out: the one that HTTPS_PROXY or HTTP_PROXY of the
    environment names, if any; an `api_url` on this machine is then asked directly."""

    webhook_url: SecureAddress | None = Field(default=None, examples=["https://bot.example.org/wirewatch"])
    """The public address at which Telegram is to call the bot, in place of the bot's asking Telegram; what answers
    there speaks HTTPS and hands on to `webhook_port`. The bot adds a path of its own. Left out: it asks."""
    webhook_port: int = Field(default=8080, ge=0, le=65_535)
    """Where the calls arrive on this machine."""
    webhook_address: str = "127.0.0.1"
    """The address to listen on."""


class AccessSettings(_FrozenSettings):
    """Who may use the bot, and who is told when something is wrong."""

    mode: AccessMode = AccessMode.INVITE
    """"invite": people with a role, and the groups and channels that editors and owners add the bot to; "listed": only
    the chats and admins below; "open": everybody. Local mode is open where this is left out. WIREWATCH_ACCESS_MODE
    overrides it."""
    chats: tuple[int, ...] = Field(default=(), examples=[[-1001234567890]])
    """Ids of chats and people who may use it in every mode. Where mode is "listed", a stranger is told the id to put
    here."""
    admins: tuple[int, ...] = Field(default=(), examples=[[123456789]])
    """Ids of the people who run this bot: its owners in every mode, besides those who got that role in the chat."""
    admin_chat: int | None = Field(default=None, examples=[-1001234567890])
    """Id of the chat that is told of dead feeds and other trouble; left out: only chats hear, of their own feeds."""

    @property
    def rule(self) -> AccessRule:
        """Who is admitted."""
        listed = (*self.chats, *filter(None, (self.admin_chat,)))
        return AccessRule(mode=self.mode, chats=frozenset(listed), admins=frozenset(self.admins))


class WatchSettings(_FrozenSettings):
    """How feeds are polled."""

    allow_private_networks: bool = False
    """Whether the addresses of this file may lie in private networks. Those that chats add never may."""
    proxy: WebAddress | None = Field(default=None, examples=["http://proxy.example:3128"])
    """HTTP proxy for feeds. Left out: none, whatever the environment says."""
    poll_floor_s: int = Field(default=120, ge=1, le=86_400)
    """Shortest interval between two polls of a feed, in seconds. Each feed's own is learned, between the two."""
    poll_ceiling_s: int = Field(default=1_800, ge=1, le=86_400)
    """Longest interval, in seconds. With more than 1,800 a feed's death may take longer than an hour to be told."""
    connect_timeout_s: float = Field(default=10, gt=0, le=300)
    """How long a connection may take, in seconds."""
    fetch_timeout_s: float = Field(default=30, gt=0, le=600)
    """How long a whole fetch may take, redirects included, in seconds."""
    parse_timeout_s: float = Field(default=8, gt=0, le=300)
    """How long reading one document may take before it is given up, in seconds."""
    body_bytes: int = Field(default=5_000_000, ge=10_000)
    """Longest document that is read, in bytes after decompression."""
    at_once: int = Field(default=32, ge=1)
    """How many feeds are fetched at the same time."""
    at_once_per_host: int = Field(default=2, ge=1)
    """How many of them from one host."""


class AlertSettings(_FrozenSettings):
    """When an item is news, and how much of it a chat is told at once."""

    stale_after_h: float = Field(default=12, gt=0, le=8_760)
    """Items that are older when they are first seen go to a labelled catch-up instead of an alert, in hours."""
    burst_per_minute: int = Field(default=6, ge=1)
    """More alerts than this in a minute fold into one list message."""

    @property
    def stale_after(self) -> timedelta:
        """Older items go to a labelled catch-up."""
        return timedelta(hours=self.stale_after_h)


class DeskSettings(_FrozenSettings):
    """How items are made into stories."""

    semantic: bool = True
    """Whether a sentence encoder helps to find reports of one event, within a language and over languages. It costs 3
    ms an item that is compared and about 50 MB of memory, with 65 MB of disk beside the file of a SQLite database and 1
    kB more for each item; with PostgreSQL 120 MB of memory and 1 kB more. docs/quality.md tells what it gains."""
    most_items: int = Field(default=50_000, ge=100)
    """Items of the last seven days that new ones are compared with. Where more come in, the oldest are left out: they
    stay in search, timelines and /sources, but take in no more items. Each costs about 7 kB of memory."""


class LimitSettings(_FrozenSettings):
    """What one chat may have, and what it and each person may ask for."""

    topics_per_chat: int = Field(default=100, ge=1)
    """Topics that one chat may track."""
    feeds_per_chat: int = Field(default=50, ge=0)
    """Feeds that one chat may add; 0: none."""
    commands_per_minute: int = Field(default=40, ge=5)
    """Commands of one person in all chats, and as many presses of buttons. Over that comes one sentence, then no
    answer until they slow down. Telegram takes about 60 answers a minute in a private chat, 20 in a group."""
    look_ups_per_hour: int = Field(default=30, ge=1)
    """Addresses that are looked at for one chat (/addfeed); each may take a minute and a half."""
    documents_per_hour: int = Field(default=30, ge=0)
    """Documents that one chat may have: timelines and records."""
    pictures_per_hour: int = Field(default=30, ge=0)
    """Timelines that one chat may have as pictures."""


class RetentionSettings(_FrozenSettings):
    """How long things are kept."""

    items_days: int = Field(default=400, ge=7)
    """Items, for search and timelines, in days after their feed last listed them."""
    updates_days: int = Field(default=2, ge=1)
    """The numbers of updates that were answered, and what could not be answered, in days. What people say to the bot is
    kept until it is answered."""
    deliveries_days: int = Field(default=30, ge=1)
    """What was sent, in days; corrections that were taken back and invites that are used up, too."""
    closed_chats_days: int = Field(default=30, ge=1)
    """Chats that have shut the bot out (blocked, removed, deleted), with their topics, cards and feeds, in days."""


class LogSettings(_FrozenSettings):
    """How the program speaks of itself."""

    level: str = Field(default="info", pattern="^(debug|info|warning|error)$")
    """"debug", "info", "warning" or "error"."""
    json_lines: bool = False
    """One JSON object a line, for machines; else lines for people."""


class MonitoringSettings(_FrozenSettings):
    """Where a machine can ask how the bot is: /healthz, /readyz and /metrics (docs/metrics.md)."""

    port: int | None = Field(default=None, ge=0, le=65_535, examples=[9464])
    """The port; left out: nobody can ask. 0: a free one, which the log names."""
    address: str = "127.0.0.1"
    """The address to listen on. It answers whoever can reach it, without a password: no secrets, but figures."""


class PublishSettings(_FrozenSettings):
    """Where topics can be read as Atom by whoever has their private address (/rss)."""

    public_url: WebAddress | None = Field(default=None, examples=["https://bot.example.org/news"])
    """The public address under which the addresses of topics lie; what answers there hands on to `port`. Left out: no
    topic has an address, and nothing listens."""
    port: int = Field(default=8081, ge=0, le=65_535)
    """Where the requests arrive on this machine."""
    address: str = "127.0.0.1"
    """The address to listen on."""


class SourceSettings(_FrozenSettings):
    """A feed that is watched for everybody; one such block for each."""

    url: SourceAddress = Field(examples=["https://sample-wire.example/feed"])
    """The address of a feed, of a news sitemap, or of a public Telegram channel: https://t.me/NAME."""
    name: str = Field(min_length=1, max_length=80, examples=["Sample Wire"])
    """What the outlet is called in messages."""
    family: str = Field(default="", examples=["sample-publisher"])
    """The publisher behind it; outlets of one family count as one voice. Left out: known from its domain."""
    country: str | None = Field(default=None, pattern="^[a-z]{2}$", examples=["ua"])
    """Two letters, lower case (ISO 3166-1)."""
    language: str | None = Field(default=None, pattern="^[a-z]{2,3}(-[a-z0-9]+)*$", examples=["uk"])
    """Lower case (BCP 47); left out: told from the text."""
    kind: SourceKind = SourceKind.PRIVATE
    """"wire", "public", "private" or "state"; "state media" and "wire" are said beside the name."""
    poll_s: int | None = Field(default=None, ge=1, le=86_400, examples=[300])
    """A fixed interval in seconds, in place of the learned one."""


class Settings(_FrozenSettings):
    """Everything, with defaults that work."""

    database_url: DatabaseAddress = "sqlite:///var/wirewatch.db"
    """Where everything is kept: a file, from where the program is started, or `postgresql://USER:PASSWORD@HOST/NAME`
    (pip install 'wirewatch[postgres]'). WIREWATCH_DATABASE_URL overrides it, so that no file holds a password."""
    zone: ZoneName = "UTC"
    """Time zone of a chat that has not set its own (IANA name)."""
    telegram: TelegramSettings = TelegramSettings()
    access: AccessSettings = AccessSettings()
    watch: WatchSettings = WatchSettings()
    alerts: AlertSettings = AlertSettings()
    desk: DeskSettings = DeskSettings()
    limits: LimitSettings = LimitSettings()
    retention: RetentionSettings = RetentionSettings()
    log: LogSettings = LogSettings()
    monitoring: MonitoringSettings = MonitoringSettings()
    publish: PublishSettings = PublishSettings()
    sources: tuple[SourceSettings, ...] = ()
