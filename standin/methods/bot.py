"""What concerns the bot itself: its name, its menu, its webhook, its answers to pressed buttons."""

import json
import re
from typing import cast

from standin.bot_api_objects import wire_bot
from standin.calls import Call
from standin.json_object import JsonObject
from standin.methods.chats import thread_of, writable_chat
from standin.refusals import bad_request
from standin.server_state import ServerState

COMMANDS_MAX = 100
COMMAND_LENGTH_MAX = 32
COMMAND_DESCRIPTION_MAX = 256
CALLBACK_TEXT_MAX = 200
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def get_me(server: ServerState, _call: Call) -> object:
    """`getMe`."""
    return wire_bot(server.state.bot)


def _scope_key(call: Call) -> str:
    """One key for each scope and language that commands can be set for."""
    scope = call.decoded("scope", "BotCommandScope") or {"type": "default"}
    return json.dumps([scope, call.text("language_code")], sort_keys=True)


def set_my_commands(server: ServerState, call: Call) -> object:
    """`setMyCommands`."""
    given = call.decoded("commands", "commands")
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > COMMANDS_MAX:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    server.state.commands[_scope_key(call)] = [_command(cast("JsonObject", described)) for described in given]
    server.page_bell.ring()
    return True


def _command(described: JsonObject) -> dict[str, str]:
    name = str(described.get("command", "")).strip().removeprefix("/")
    description = str(described.get("description", "")).strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > COMMAND_LENGTH_MAX:
        raise bad_request("command length must not exceed 32")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > COMMAND_DESCRIPTION_MAX:
        raise bad_request("command description length must not exceed 256")
    return {"command": name, "description": description}


def get_my_commands(server: ServerState, call: Call) -> object:
    """`getMyCommands`: those of exactly this scope and language."""
    return server.state.commands.get(_scope_key(call), [])


def delete_my_commands(server: ServerState, call: Call) -> object:
    """`deleteMyCommands`."""
    server.state.commands.pop(_scope_key(call), None)
    server.page_bell.ring()
    return True


def set_my_description(server: ServerState, call: Call) -> object:
    """`setMyDescription`."""
    server.state.descriptions["description"] = call.text("description")
    return True


def set_my_short_description(server: ServerState, call: Call) -> object:
    """`setMyShortDescription`."""
    server.state.descriptions["short_description"] = call.text("short_description")
    return True


def set_webhook(server: ServerState, call: Call) -> object:
    """`setWebhook`: kept and shown, and it stops polling; the stand-in itself calls no webhook."""
    url = call.text("url")
    if url and not url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    server.state.webhook_url = url
    server.state.webhook_secret = call.text("secret_token")
    _drop_pending(server, call)
    return True


def delete_webhook(server: ServerState, call: Call) -> object:
    """`deleteWebhook`."""
    server.state.webhook_url = ""
    _drop_pending(server, call)
    return True


def _drop_pending(server: ServerState, call: Call) -> None:
    if call.flag("drop_pending_updates"):
        server.state.updates.clear()


def get_webhook_info(server: ServerState, _call: Call) -> object:
    """`getWebhookInfo`."""
    return {
        "url": server.state.webhook_url,
        "has_custom_certificate": False,
        "pending_update_count": len(server.state.updates),
    }


def answer_callback_query(server: ServerState, call: Call) -> object:
    """`answerCallbackQuery`: once for each press."""
    text = call.text("text")
    if len(text) > CALLBACK_TEXT_MAX:
        raise bad_request("MESSAGE_TOO_LONG")
    press = server.state.presses.get(call.text("callback_query_id"))
    if press is None or press.expired or press.answer is not None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    press.answer, press.alert = text, call.flag("show_alert")
    server.page_bell.ring()
    return True


def send_chat_action(server: ServerState, call: Call) -> object:
    """`sendChatAction`."""
    if call.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    thread_of(writable_chat(server, call, "action"), call)
    return True
