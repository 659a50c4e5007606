"""@bot words, in any chat: stories to choose from, as the asking person's own private chat may see them."""

from datetime import datetime

from telegram import InlineQuery

from handlers.access import Caller, caller, stranger
from handlers.commands.find import find_stories
from handlers.html import escape
from handlers.messages import START_PARAMETER, InlineEntry, InlineList
from handlers.render.shared_card import inline_entry
from handlers.requests import Answer, Services
from handlers.sentences.reader import Reader, reader_of
from handlers.updates.flood_control import FloodControl, FloodVerdict
from handlers.updates.origin import language_of
from handlers.updates.understood_update import UnderstoodUpdate
from newsroom.chat import ChatId, Place
from newsroom.desk.story_view import StoryView
from newsroom.errors import UserError
from newsroom.matching.typed_query import parse_typed
from storage import chats, search, stories

_ENTRIES = 10  # a guess: a telephone shows three, and nobody scrolls far
_NEWEST_ITEMS = 200  # among which the newest stories are looked for
_QUERY_CHARS = 256  # Source: Bot API, InlineQuery.query
_FEWEST_LETTERS = 3  # of a word that is perhaps not typed to its end
_A_MINUTE = 90  # a person types two letters a second; Telegram asks for fewer


class InlineAnswers:
    """Answers inline queries: no chat is written to, and nothing is stored of who asks."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._floods = FloodControl(_A_MINUTE)

    async def understand(self, query: InlineQuery, now: datetime) -> UnderstoodUpdate | None:
        """What may be chosen; None for who asks too often."""
        person = query.from_user.id
        if self._floods.judge(person, now) is not FloodVerdict.ANSWER:
            return None
        services = self._services
        who = await caller(services.database, services.access, person, person)
        known = await services.database.ask(lambda c: chats.chat(c, person))
        reader = reader_of(known) if known else Reader(language=language_of(query.from_user), zone=services.zone)
        words = query.query[:_QUERY_CHARS].strip()
        return UnderstoodUpdate(
            name="inline",
            place=Place(chat=ChatId(person)),
            answer=Answer(inline=await self._answer(words, who, ChatId(person), reader, now)),
            query_id=query.id,
            reader=reader,
            for_stranger=not who.admitted,
            inline=True,
        )

    async def _answer(self, words: str, who: Caller, person: ChatId, reader: Reader, now: datetime) -> InlineList:
        if not who.may_speak:
            return await self._invitation(person, reader)
        views = await self._found(words, person) if words else await self._newest(person)
        return InlineList(entries=tuple(inline_entry(view, reader, now) for view in views))

    async def _found(self, words: str, viewer: ChatId) -> tuple[StoryView, ...]:
        """The newest stories that a query finds; nothing while it can't be read yet."""
        unfinished = [f"{words}*"] if len(words) >= _FEWEST_LETTERS and words[-_FEWEST_LETTERS:].isalnum() else []
        for typed in (words, *unfinished):
            try:
                found = await find_stories(self._services.database, parse_typed(typed), viewer, _ENTRIES)
            except UserError:
                continue
            if found.views:
                return found.views
        return ()

    async def _newest(self, viewer: ChatId) -> list[StoryView]:
        async with self._services.database.read() as connection:
            items = await search.ids_with(connection, (), _NEWEST_ITEMS, viewer=viewer)
            ids = await stories.story_ids(connection, items, viewer)
            return await stories.stories_by_id(connection, ids[:_ENTRIES], viewer)

    async def _invitation(self, person: ChatId, reader: Reader) -> InlineList:
        """What a stranger may choose: one entry that says whom to ask, and leads to the bot."""
        why = await self._services.database.ask(lambda c: stranger(c, self._services.access, person))
        link = f"https://t.me/{self._services.bot_name()}?start={START_PARAMETER}"
        entry = InlineEntry(
            id="invitation",
            title=reader.say("inline.ask_for_invitation"),
            description=reader.plain(why),
            html=f'{reader.html(why)}\n<a href="{escape(link)}">{reader.say("inline.open_bot")}</a>',
            url=link,
        )
        return InlineList(entries=(entry,), start=reader.say("inline.ask_for_invitation"))
