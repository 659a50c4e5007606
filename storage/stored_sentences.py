"""Sentences for people as they are stored: by their names in the catalogue, with what fills their gaps."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import JSON, Dialect, Text
from sqlalchemy.types import TypeDecorator

from newsroom.sentence import Filling, Sentence

Filled: TypeAlias = Mapping[str, Filling]


def sentence_json(sentence: Sentence) -> dict[str, Any]:
    """`{"name": ..., "values": {...}}`; a sentence within is the same, several are a list, a moment `{"at": ...}`."""
    return {"name": sentence.name, "values": filled_json(sentence.values)}


def sentence_of(stored: Mapping[str, Any]) -> Sentence:
    """What `sentence_json` made."""
    return Sentence(stored["name"], filled_of(stored["values"]))


def filled_json(values: Filled) -> dict[str, Any]:
    """The values of a sentence's gaps as JSON."""
    return {name: _json(value) for name, value in values.items()}


def filled_of(stored: Mapping[str, Any]) -> Filled:
    """What `filled_json` made."""
    return {name: _filling(value) for name, value in stored.items()}


def _json(value: Filling) -> Any:
    if isinstance(value, tuple):
        return [sentence_json(one) for one in value]
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    return sentence_json(value) if isinstance(value, Sentence) else value


def _filling(stored: Any) -> Filling:
    if isinstance(stored, list):
        return tuple(sentence_of(one) for one in stored)
    if isinstance(stored, dict):
        return datetime.fromisoformat(stored["at"]) if "at" in stored else sentence_of(stored)
    found: str | int = stored
    return found


class SentenceText(TypeDecorator[Sentence]):
    """A sentence in a text column; what an older program wrote there in plain English is read as it stands."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sentence | None, dialect: Dialect) -> str | None:
        """To the database."""
        del dialect
        return None if value is None else json.dumps(sentence_json(value), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Sentence | None:
        """From the database."""
        del dialect
        return None if value is None else read_sentence(value)


def read_sentence(stored: str) -> Sentence:
    """What `SentenceText` wrote, or plain text."""
    try:
        return sentence_of(json.loads(stored))
    except (ValueError, TypeError, KeyError):
        return Sentence("text", {"text": stored})


class FilledJson(TypeDecorator[Filled]):
    """The values of a sentence's gaps in a JSON column."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Filled | None, dialect: Dialect) -> Any:
        """To the database."""
        del dialect
        return None if value is None else filled_json(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Filled | None:
        """From the database."""
        del dialect
        return None if value is None else filled_of(value)
