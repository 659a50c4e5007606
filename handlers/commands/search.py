"""/search: every story that a query finds."""

from handlers.commands.find import find_stories, too_broad
from handlers.render.search_results import results
from handlers.requests import Answer, Request, Services
from newsroom.errors import UserError
from newsroom.matching.typed_query import parse_typed
from newsroom.sentence import sentence

_SHOWN_STORIES = 40


async def search(request: Request, services: Services) -> Answer:
    """Every story that a query finds, passing mentions too."""
    if not request.argument:
        raise UserError(sentence("search.what"))
    found = await find_stories(services.database, parse_typed(request.argument), request.place.chat, _SHOWN_STORIES)
    found_stories = results(request.argument, found.views, found.alerting, request.reader)
    return Answer(messages=(found_stories, *too_broad(request, found.cut)))
