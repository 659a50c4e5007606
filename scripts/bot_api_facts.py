"""Draw from the published Bot API description the facts that the stand-in judges requests by.

    python scripts/bot_api_facts.py ../shared/design/botapi-10.1.json > standin/description.json

Names, types, what is required and figures are facts and are carried over; the sentences stay where they are.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

METHODS = (
    "getMe",
    "getUpdates",
    "deleteWebhook",
    "setWebhook",
    "getWebhookInfo",
    "setMyCommands",
    "getMyCommands",
    "deleteMyCommands",
    "setMyDescription",
    "setMyShortDescription",
    "sendMessage",
    "editMessageText",
    "editMessageCaption",
    "editMessageReplyMarkup",
    "deleteMessage",
    "sendPhoto",
    "sendDocument",
    "getFile",
    "answerCallbackQuery",
    "answerInlineQuery",
    "sendChatAction",
    "setMessageReaction",
    "pinChatMessage",
    "unpinChatMessage",
    "getChat",
    "getChatMember",
    "getChatMemberCount",
    "getChatAdministrators",
    "leaveChat",
)

# Reachable from our methods, never sent by us, and large: an object of these types passes unread.
OPAQUE = frozenset({"InputRichMessage", "SuggestedPostParameters", "User"})
SIMPLE = frozenset({"Integer", "String", "Boolean", "Float", "True", "InputFile"})

_RANGE = re.compile(r"\b(\d{1,5})-(\d{1,5}) (characters|bytes)")
_BETWEEN = re.compile(r"[Vv]alues between (\d{1,5})-(\d{1,5})")
_AT_MOST = re.compile(r"[Aa]t most (\d{1,5}) \w+ can be specified")

Facts = dict[str, Any]


def limits(sentence: str) -> Facts:
    """The figures in a parameter's description: `min`, `max` and their `unit`; empty where it states none."""
    if found := _RANGE.search(sentence):
        return {"min": int(found[1]), "max": int(found[2]), "unit": found[3]}
    if found := _BETWEEN.search(sentence):
        return {"min": int(found[1]), "max": int(found[2]), "unit": "value"}
    if found := _AT_MOST.search(sentence):
        return {"max": int(found[1]), "unit": "elements"}
    return {}


def fields(described: Facts) -> Facts:
    """Each parameter or field by its name: types, whether required, limits."""
    listed = described.get("fields", [])
    return {f["name"]: {"types": f["types"], "required": f["required"]} | limits(f["description"]) for f in listed}


def element(name: str) -> str:
    """The element of `Array of Array of X` is `X`."""
    return name.removeprefix("Array of ").removeprefix("Array of ")


def reached(known: Facts, start: Facts) -> Facts:
    """Every object type that may occur in the parameters, directly or inside another."""
    found: Facts = {}
    waiting = [element(t) for method in start.values() for field in method.values() for t in field["types"]]
    while waiting:
        name = waiting.pop()
        if name in found or name in SIMPLE:
            continue
        described = known[name]
        if name in OPAQUE:
            found[name] = {"opaque": True}
        elif "subtypes" in described:
            found[name] = {"one_of": described["subtypes"]}
            waiting += described["subtypes"]
        else:
            found[name] = {"fields": fields(described)}
            waiting += [element(t) for field in found[name]["fields"].values() for t in field["types"]]
    return dict(sorted(found.items()))


def draw(published: Facts) -> Facts:
    """The facts of the methods we use."""
    methods = {name: fields(published["methods"][name]) for name in METHODS}
    return {"version": published["version"], "methods": methods, "types": reached(published["types"], methods)}


def main() -> None:
    """Read the description named on the command line, write the facts to standard output."""
    facts = draw(json.loads(Path(sys.argv[1]).read_text()))
    sys.stdout.write(json.dumps(facts, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
