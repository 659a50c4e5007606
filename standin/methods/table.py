"""The methods that are answered, by their lower-case names: Telegram's server takes a name in any case."""

from collections.abc import Callable, Mapping

from standin.calls import Call
from standin.methods import bot, chats, documents, inline, messages
from standin.server_state import ServerState

Method = Callable[[ServerState, Call], object]

METHODS: Mapping[str, Method] = {
    "getme": bot.get_me,
    "setmycommands": bot.set_my_commands,
    "getmycommands": bot.get_my_commands,
    "deletemycommands": bot.delete_my_commands,
    "setmydescription": bot.set_my_description,
    "setmyshortdescription": bot.set_my_short_description,
    "setwebhook": bot.set_webhook,
    "deletewebhook": bot.delete_webhook,
    "getwebhookinfo": bot.get_webhook_info,
    "answercallbackquery": bot.answer_callback_query,
    "answerinlinequery": inline.answer_inline_query,
    "sendchataction": bot.send_chat_action,
    "sendmessage": messages.send_message,
    "editmessagetext": messages.edit_message_text,
    "editmessagecaption": messages.edit_message_caption,
    "editmessagereplymarkup": messages.edit_message_reply_markup,
    "deletemessage": messages.delete_message,
    "pinchatmessage": messages.pin_chat_message,
    "unpinchatmessage": messages.unpin_chat_message,
    "setmessagereaction": messages.set_message_reaction,
    "sendphoto": documents.send_photo,
    "senddocument": documents.send_document,
    "getfile": documents.get_file,
    "getchat": chats.get_chat,
    "getchatmember": chats.get_chat_member,
    "getchatmembercount": chats.get_chat_member_count,
    "getchatadministrators": chats.get_chat_administrators,
    "leavechat": chats.leave_chat,
}
"""All but getUpdates, which waits (`polling`)."""
