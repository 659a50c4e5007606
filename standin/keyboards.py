"""Inline keyboards out of `reply_markup`, with Telegram's refusals."""

import json
from typing import cast

from standin.calls import Call
from standin.json_object import JsonObject
from standin.links import checked_link
from standin.refusals import bad_request

Keyboard = list[list[JsonObject]]

CALLBACK_BYTES_MAX = 64
MARKUP_BYTES_MAX = 10_240
"""Source: tginfo/Telegram-Limits#187 ("about 10 kB")."""
BUTTONS_MAX = 100
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def read_keyboard(call: Call) -> Keyboard | None:
    """The rows of buttons; None where there are none, or the markup is for another kind of keyboard.

    Raises:
        Refusal: A button that Telegram would not take.
    """
    given = call.decoded("reply_markup", "reply keyboard markup")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise bad_request("object expected as reply markup")
    rows = cast("JsonObject", given).get("inline_keyboard")
    if not isinstance(rows, list):
        return None
    keyboard = [[_button(button) for button in _row(row)] for row in rows]
    keyboard = [row for row in keyboard if row]
    size = len(json.dumps(keyboard, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    if size > MARKUP_BYTES_MAX or sum(map(len, keyboard)) > BUTTONS_MAX:
        raise bad_request("reply markup is too long")
    return keyboard or None


def _row(row: object) -> list[object]:
    if not isinstance(row, list):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup should be an Array of Arrays')
    return row


def _button(given: object) -> JsonObject:
    if not isinstance(given, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    button = cast("JsonObject", given)
    if not isinstance(button.get("text"), str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not any(button.get(action) is not None for action in _ACTIONS):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 0 < len(str(data).encode("utf-8", "surrogatepass")) <= CALLBACK_BYTES_MAX:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not checked_link(str(button["url"])):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    return button
