"""Feeds that a list names: how a chat keeps them as its own."""

from collections.abc import Iterable, Sequence

from handlers.commands.feeds import own_name
from handlers.requests import Services
from newsroom.source import SourceKind
from newsroom.text.telegram_channel import watched_address
from newsroom.text.url import registered_domain
from storage import sources
from storage.sources import SourceSpec


async def feed_specs(feeds: Iterable[tuple[str, str]], services: Services) -> list[SourceSpec]:
    """How feeds are kept that a list names by address and name: under no other publisher's name."""
    watched = await services.database.ask(sources.active_sources)
    listed = [(one.source.name, one.source.url) for one in watched]
    return [_spec(url, name, services, listed) for url, name in feeds]


def _spec(address: str, name: str, services: Services, listed: Sequence[tuple[str, str]]) -> SourceSpec:
    url = watched_address(address)
    called = own_name(name, url, services, listed)
    return SourceSpec(url=url, name=called, family=registered_domain(url), kind=SourceKind.PRIVATE)
