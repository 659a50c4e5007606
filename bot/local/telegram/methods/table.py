"""The methods that are answered, by their lower-case names: Telegram's server takes a name in any case."""

from collections.abc import Callable, Mapping

from bot.local.telegram.calls import Call
from bot.local.telegram.methods import chats, files, messages, own
from bot.local.telegram.stage import Stage

Method = Callable[[Stage, Call], object]

METHODS: Mapping[str, Method] = {
    "getme": own.get_me,
    "setmycommands": own.set_my_commands,
    "getmycommands": own.get_my_commands,
    "deletemycommands": own.delete_my_commands,
    "setmydescription": own.set_my_description,
    "setmyshortdescription": own.set_my_short_description,
    "setwebhook": own.set_webhook,
    "deletewebhook": own.delete_webhook,
    "getwebhookinfo": own.get_webhook_info,
    "answercallbackquery": own.answer_callback_query,
    "sendchataction": own.send_chat_action,
    "sendmessage": messages.send_message,
    "editmessagetext": messages.edit_message_text,
    "editmessagecaption": messages.edit_message_caption,
    "editmessagereplymarkup": messages.edit_message_reply_markup,
    "deletemessage": messages.delete_message,
    "pinchatmessage": messages.pin_chat_message,
    "unpinchatmessage": messages.unpin_chat_message,
    "setmessagereaction": messages.set_message_reaction,
    "sendphoto": files.send_photo,
    "senddocument": files.send_document,
    "getfile": files.get_file,
    "getchat": chats.get_chat,
    "getchatmember": chats.get_chat_member,
    "getchatmembercount": chats.get_chat_member_count,
    "getchatadministrators": chats.get_chat_administrators,
    "leavechat": chats.leave_chat,
}
"""All but getUpdates, which waits (`polling`)."""
