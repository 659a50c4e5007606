"""The only sender: values to Telegram, Telegram's answers to outcomes."""

from collections.abc import Awaitable
from typing import assert_never

from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram import Message as TelegramMessage
from telegram.constants import ParseMode
from telegram.error import TelegramError

from handlers.bot_calls import readable
from handlers.html import CAPTION_CHARS, fit
from handlers.messages import START_PARAMETER, InlineEntry, Message, Rows
from handlers.render.button_rows import rows_that_fit
from handlers.sending.outcomes import Outcome, Sent, outcome_of
from handlers.sending.outgoing import AnswerButton, AnswerInline, EditText, Outgoing, SendFile, SendText
from newsroom.chat import MAIN_THREAD, Place

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Sender:
    """Sends one thing and says what became of it; never raises for what Telegram may answer."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, thing: Outgoing) -> Outcome:
        """One request to Telegram."""
        request = self._request(thing)  # made outside: what fails in it is our own bug, and was not sent
        try:
            sent = await readable(request)
        except TelegramError as error:
            return outcome_of(error)
        return Sent(sent.message_id if isinstance(sent, TelegramMessage) else None)

    def _request(self, thing: Outgoing) -> Awaitable[TelegramMessage | bool]:
        match thing:
            case SendText():
                return self._bot.send_message(
                    chat_id=thing.place.chat,
                    text=thing.message.html,
                    parse_mode=None if thing.plain else ParseMode.HTML,
                    reply_markup=_markup(thing.message),
                    link_preview_options=_preview(thing),
                    message_thread_id=_thread(thing.place),
                    reply_parameters=_reply(thing.reply_to),
                    disable_notification=thing.message.silent,
                )
            case EditText():
                return self._bot.edit_message_text(
                    chat_id=thing.place.chat,
                    message_id=thing.message_id,
                    text=thing.message.html,
                    parse_mode=None if thing.plain else ParseMode.HTML,
                    reply_markup=_keyboard(thing.message.buttons),
                    link_preview_options=_preview(thing),
                )
            case AnswerButton():
                return self._bot.answer_callback_query(
                    callback_query_id=thing.query_id, text=thing.text, show_alert=thing.alert
                )
            case AnswerInline():
                return self._bot.answer_inline_query(
                    inline_query_id=thing.query_id,
                    results=[_entry(entry) for entry in thing.answer.entries],
                    cache_time=0,  # what a person may see changes with each report, and with each role
                    is_personal=True,
                    button=_start(thing.answer.start),
                )
            case SendFile():
                return self._file(thing)
            case _:
                assert_never(thing)

    def _file(self, thing: SendFile) -> Awaitable[TelegramMessage]:
        file = thing.file
        if file.picture:
            return self._bot.send_photo(
                chat_id=thing.place.chat,
                photo=file.content,
                filename=file.name,
                caption=fit(file.caption, CAPTION_CHARS),
                parse_mode=ParseMode.HTML,
                message_thread_id=_thread(thing.place),
                reply_parameters=_reply(thing.reply_to),
                disable_notification=file.silent,
            )
        return self._bot.send_document(
            chat_id=thing.place.chat,
            document=file.content,
            filename=file.name,
            caption=fit(file.caption, CAPTION_CHARS),
            parse_mode=ParseMode.HTML,
            message_thread_id=_thread(thing.place),
            reply_parameters=_reply(thing.reply_to),
            disable_notification=file.silent,
        )


def _entry(entry: InlineEntry) -> InlineQueryResultArticle:
    content = InputTextMessageContent(entry.html, parse_mode=ParseMode.HTML, link_preview_options=_NO_PREVIEW)
    return InlineQueryResultArticle(
        entry.id,
        title=entry.title,
        input_message_content=content,
        description=entry.description,
        url=entry.url or None,
    )


def _start(text: str) -> InlineQueryResultsButton | None:
    return InlineQueryResultsButton(text, start_parameter=START_PARAMETER) if text else None


def _preview(thing: SendText | EditText) -> LinkPreviewOptions:
    """No link is opened by itself; a card's picture is, by Telegram, which shows it small beside the text.

    It is given with each edit as well: without it the edit would take the picture away. A message that Telegram would
    not take goes without.
    """
    if thing.plain or not thing.message.picture:
        return _NO_PREVIEW
    return LinkPreviewOptions(url=thing.message.picture, prefer_small_media=True)


def _thread(place: Place) -> int | None:
    return None if place.thread == MAIN_THREAD else place.thread


def _reply(message_id: int | None) -> ReplyParameters | None:
    """The message may have been deleted since: the answer is sent all the same."""
    return None if message_id is None else ReplyParameters(message_id=message_id, allow_sending_without_reply=True)


def _markup(message: Message) -> InlineKeyboardMarkup | ForceReply | None:
    """Its buttons; of a question without any the field for a reply, open for whoever it replies to."""
    return ForceReply(selective=True) if message.asks and not message.buttons else _keyboard(message.buttons)


def _keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.text, callback_data=b.data, url=b.url) for b in row] for row in rows_that_fit(rows)]
    )
