"""Words without a slash: the answer to a question, a word on the story of an alert, a command's bare name."""

from dataclasses import dataclass

from handlers.commands.arguments import TypedCommand
from handlers.requests import Services
from handlers.sentences.catalogue import ENGLISH
from handlers.sentences.reader import Reader
from handlers.updates.origin import Origin
from storage import questions, story_cards

# Commands that show something, or ask: written without a slash they are meant all the same.
_BARE = frozenset({"cancel", "digest", "feeds", "help", "settings", "start", "status", "stop", "topics"})
ON_STORIES = ("timeline", "sources", "why", "mute", "unmute", "edits", "disagreements", "story")


@dataclass(frozen=True, slots=True)
class MeantCommand:
    """The command that words stand for.

    Attributes:
        answers: The words are the argument that the bot asked for.
    """

    command: TypedCommand
    answers: bool = False


async def meant_command(text: str, replied: int | None, origin: Origin, services: Services) -> MeantCommand | None:
    """What words without a slash stand for; None where they stand for no command.

    `replied`: our message that they reply to; None where they reply to none.
    """
    word = text.strip(" .!?…").casefold()
    of_story = _of_story(word, origin.reader) if replied is not None else None
    async with services.database.read() as connection:
        if of_story and await story_cards.story_of_message(connection, origin.place.chat, replied or 0) is not None:
            return MeantCommand(TypedCommand(of_story, None, ""))
        asked = await questions.pending(connection, origin.place, origin.user, origin.now, speed=services.clock_speed())
    if asked is not None:
        name, _, begun = asked.partition(" ")
        return MeantCommand(TypedCommand(name, None, f"{begun} {text.strip()}".strip()), answers=True)
    return MeantCommand(TypedCommand(word, None, "")) if origin.private and word in _BARE else None


def _of_story(word: str, reader: Reader) -> str | None:
    """The command that a word on a story names, in the reader's language or in English."""
    for spoken in (reader, Reader(language=ENGLISH)):
        for name in ON_STORIES:
            if word == name or word in spoken.say(f"talk.words_{name}").split(", "):
                return name
    return None
