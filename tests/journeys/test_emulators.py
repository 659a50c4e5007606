"""The emulators and their shims by themselves: python-telegram-bot talks to each."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from tests.journeys.emulators import lo_emulator, telegram_test_api
from tests.journeys.shim import Emulator, Heard

Start = Callable[[], AbstractAsyncContextManager[Emulator]]


@pytest.mark.parametrize("start", [lo_emulator, telegram_test_api])
async def test_a_bot_hears_answers_edits_and_is_pressed_through_another_emulator(start: Start) -> None:
    async with start() as emulator, Bot(emulator.token, base_url=emulator.api_url) as bot:
        assert bot.username
        await bot.set_my_commands([("help", "Help")])
        await emulator.say("/track port OR storm")
        (update,) = await bot.get_updates(timeout=5)
        assert update.message is not None
        assert update.message.entities[0].type == "bot_command"
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Mute", callback_data="m:1")]])
        sent = await bot.send_message(
            emulator.chat_id, "38", reply_markup=markup, link_preview_options=LinkPreviewOptions(is_disabled=True)
        )
        await bot.edit_message_text("67", emulator.chat_id, sent.message_id, reply_markup=markup)
        heard = await emulator.wait_for(lambda message: message.text == "67")
        assert await emulator.messages() == [
            Heard(message_id=sent.message_id, text="67", buttons=(("Mute", "m:1"),)),
        ]
        assert (await bot.get_updates(timeout=0))[0].update_id == update.update_id
        await emulator.press(heard.message_id, "m:1")
        (pressed,) = await bot.get_updates(offset=update.update_id + 1, timeout=5)
        assert pressed.callback_query is not None
        assert pressed.callback_query.data == "m:1"
        assert await bot.answer_callback_query(pressed.callback_query.id, "Muted")
        assert await bot.get_updates(offset=pressed.update_id + 1, timeout=1) == ()
