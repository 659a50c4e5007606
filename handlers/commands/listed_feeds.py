"""Feeds that a list names: which can be feeds, and how a chat keeps them as its own."""

from collections.abc import Iterable, Sequence

from handlers.commands.feeds import own_name
from handlers.requests import Services
from newsroom.source import SourceKind
from newsroom.text.telegram_channel import watched_address
from newsroom.text.url import registered_domain
from storage import sources
from storage.sources import SourceSpec

_LONGEST_ADDRESS = 2_000  # characters: longer ones are no feed's, as for /addfeed


def is_feed_address(url: str) -> bool:
    """Whether a feed may be there."""
    return len(url) <= _LONGEST_ADDRESS and bool(registered_domain(url)) and url.lower().startswith(("http:", "https:"))


async def feed_specs(feeds: Iterable[tuple[str, str]], services: Services) -> list[SourceSpec]:
    """How feeds are kept that a list names by address and name: under no other publisher's name."""
    watched = await services.database.ask(sources.active_sources)
    listed = [(one.source.name, one.source.url) for one in watched]
    return [_spec(url, name, services, listed) for url, name in feeds]


def _spec(address: str, name: str, services: Services, listed: Sequence[tuple[str, str]]) -> SourceSpec:
    url = watched_address(address)
    called = own_name(name, url, services, listed)
    return SourceSpec(url=url, name=called, family=registered_domain(url), kind=SourceKind.PRIVATE)
