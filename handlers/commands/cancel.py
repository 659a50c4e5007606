"""/cancel: what the bot asked for is not asked for any more."""

from handlers.requests import Answer, Request, Services
from storage import questions


async def cancel(request: Request, services: Services) -> Answer:
    """End the question that waits for the speaker's words; that any command does it, this one says."""
    place, user = request.speaker.place, request.speaker.user
    asked = await services.database.ask(
        lambda c: questions.pending(c, place, user, request.now, speed=services.clock_speed())
    )
    if asked is None:
        return Answer(messages=(request.message("cancel.nothing"),))
    command = asked.partition(" ")[0]  # the words that are known already may be a button's number
    return Answer(messages=(request.message("cancel.done", command=command),))
