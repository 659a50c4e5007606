"""Which source somebody means who changes one: a feed of this chat, or, for an owner, one that is for all."""

from handlers.commands.feeds import own_feed
from handlers.commands.listed_sources import button_number
from handlers.requests import Request, Services
from newsroom.access import Role
from newsroom.errors import UserError
from newsroom.source import Source
from storage import sources


async def changeable(request: Request, services: Services, which: str) -> Source:
    """The feed of this chat of that number, name or address; an owner's button may name what is for all.

    Raises:
        UserError: There is none.
    """
    try:
        return (await own_feed(request, services, which)).source
    except UserError:
        if request.speaker.role is not Role.OWNER:
            raise
        for_all = await services.database.ask(sources.active_sources)
        meant = [one.source for one in for_all if which == str(button_number(one))]
        if not meant:
            raise
        return meant[0]
