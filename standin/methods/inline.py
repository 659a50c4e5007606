"""Inline queries: what the bot offers to whoever types its name in some chat."""

import re
from typing import cast

from standin.calls import Call
from standin.formatting import Formatted
from standin.json_object import JsonObject
from standin.methods.messages import TEXT_MAX, formatted
from standin.refusals import bad_request
from standin.server_state import ServerState

RESULTS_MAX = 50
RESULT_ID_BYTES_MAX = 64
_START = re.compile(r"[A-Za-z0-9_-]{1,64}")


def answer_inline_query(server: ServerState, call: Call) -> object:
    """`answerInlineQuery`: once for each query; of results only articles with a text, which is all that we send."""
    asking = server.state.inline.get(call.text("inline_query_id"))
    results = call.decoded("results", "inline query results")
    if not isinstance(results, list):
        raise bad_request("can't parse inline query results JSON object")
    if len(results) > RESULTS_MAX:
        raise bad_request("RESULTS_TOO_MUCH")
    articles = [_article(cast("JsonObject", result)) for result in results]
    if len({str(article["id"]) for article in articles}) < len(articles):
        raise bad_request("RESULT_ID_DUPLICATE")
    button = call.decoded("button", "inline query results button") or {}
    if not isinstance(button, dict) or (button and not _START.fullmatch(str(button.get("start_parameter", "")))):
        raise bad_request("START_PARAM_INVALID")
    if asking is None or asking.expired or asking.results is not None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    asking.results, asking.button = articles, cast("JsonObject", button)
    asking.cache_time, asking.is_personal = call.number("cache_time", 300), call.flag("is_personal")
    server.page_bell.ring()
    return True


def _article(result: JsonObject) -> JsonObject:
    """The result, if Telegram would take it."""
    if result.get("type") != "article":
        raise bad_request("RESULT_TYPE_INVALID")
    if not 1 <= len(str(result.get("id", "")).encode()) <= RESULT_ID_BYTES_MAX:
        raise bad_request("RESULT_ID_INVALID")
    if not str(result.get("title", "")).strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    chosen_text(result)
    return result


def chosen_text(result: JsonObject) -> Formatted:
    """The text that a result becomes once it is chosen.

    Raises:
        Refusal: it is none that Telegram would take.
    """
    content = result.get("input_message_content")
    if not isinstance(content, dict) or not content.get("message_text"):
        raise bad_request("message text is empty")
    call = Call(method="answerinlinequery", params=cast("JsonObject", content), files={}, arrived_s=0.0)
    text = formatted(call, "message_text", "entities")
    if not text.text:
        raise bad_request("text must be non-empty")
    if len(text.text) > TEXT_MAX:
        raise bad_request("message is too long")
    return text
