"""/search: every story that a query finds."""

from handlers.commands.find import find, stories_of
from handlers.render.search_results import results
from handlers.requests import Answer, Request, Services
from newsroom.errors import UserError
from newsroom.sentence import sentence

_SHOWN_STORIES = 40


async def search(request: Request, services: Services) -> Answer:
    """Every story that a query finds, passing mentions too."""
    if not request.argument:
        raise UserError(sentence("search.what"))
    found = await find(request.argument, services)
    views = await stories_of((*found.alerting, *found.mentioning), services, _SHOWN_STORIES)
    alerting = {item.id for item in found.alerting}
    return Answer(messages=(results(request.argument, views, alerting, request.reader),))
