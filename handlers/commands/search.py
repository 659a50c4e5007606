"""/search: every story that a query finds."""

from handlers.asked_back import QuestionError
from handlers.commands.arguments import parse_page, parse_timeline
from handlers.commands.find import find_stories, too_broad
from handlers.commands.relative_days import midnight, with_dates
from handlers.render.search_results import SHOWN, results
from handlers.requests import Answer, Request, Services
from newsroom.errors import UserError
from newsroom.matching.typed_query import parse_typed
from newsroom.sentence import sentence


async def search(request: Request, services: Services) -> Answer:
    """Every story that a query finds, passing mentions too."""
    if not request.argument:
        raise QuestionError(sentence("search.what"))
    asked, page = parse_page(request.argument)
    wish = parse_timeline(with_dates(asked, request.reader.local(request.now).date()))
    if wish.form is not None or wish.until is not None:
        raise UserError(sentence("search.as_timeline"))
    since = midnight(wish.since, request.chat.zone) if wish.since else None
    query = parse_typed(wish.about)
    found = await find_stories(services.database, query, request.place.chat, page * SHOWN + 1, since=since)
    found_stories = results(asked, found.views, found.alerting, request.reader, page=page)
    return Answer(messages=(found_stories, *too_broad(request, found.cut)))
