"""Whom a text names as its origin: datelines, bylines and the phrases of attribution to news agencies."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import regex

# The spellings by which an agency is credited; the key is the name shown and the family it stands for.
AGENCIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "AP": ("AP", "Associated Press", "The Associated Press", "Ассошиэйтед Пресс"),
        "Reuters": ("Reuters", "REUTERS", "Рейтер", "Рейтерс", "Thomson Reuters"),
        "AFP": ("AFP", "Agence France-Presse", "Agence France Presse", "АФП", "Франс Пресс"),
        "dpa": ("dpa", "DPA", "Deutsche Presse-Agentur"),
        "PA": ("PA", "PA Media", "Press Association"),
        "UPI": ("UPI", "United Press International"),
        "Bloomberg": ("Bloomberg", "Bloomberg News"),
        "AAP": ("AAP", "Australian Associated Press"),
        "The Canadian Press": ("The Canadian Press", "Canadian Press"),
        "ANSA": ("ANSA", "Ansa"),
        "EFE": ("EFE",),
        "APA": ("APA", "Austria Presse Agentur"),
        "Keystone-SDA": ("Keystone-SDA", "SDA"),
        "Kyodo": ("Kyodo", "Kyodo News"),
        "Yonhap": ("Yonhap",),
        "Xinhua": ("Xinhua",),
        "PTI": ("PTI", "Press Trust of India"),
        "ANI": ("ANI",),
        "Anadolu": ("Anadolu", "Anadolu Agency"),
        "TASS": ("TASS", "ТАСС"),
        "RIA Novosti": ("RIA Novosti", "РИА Новости", "РІА Новини"),
        "Interfax": ("Interfax", "Интерфакс", "Інтерфакс"),
        "Interfax-Ukraine": ("Interfax-Ukraine", "Интерфакс-Украина", "Інтерфакс-Україна"),
        "Ukrinform": ("Ukrinform", "Укринформ", "Укрінформ"),
        "UNIAN": ("UNIAN", "УНИАН", "УНІАН"),
        "BelTA": ("BelTA", "БЕЛТА", "БелТА"),
        "Azertac": ("Azertac", "AZERTAC", "AZƏRTAC", "АЗЕРТАДЖ"),
        "Trend": ("Trend News Agency", "Тренд"),
        "Turan": ("Turan", "Туран"),
        "Armenpress": ("Armenpress", "Арменпресс"),
    }
)
_NAME_OF = {spelling: name for name, spellings in AGENCIES.items() for spelling in spellings}
_ANY = "|".join(regex.escape(spelling) for spelling in sorted(_NAME_OF, key=lambda s: (-len(s), s)))
_HEAD_LETTERS = 240
_TAIL_LETTERS = 160
_READ_LETTERS = 20_000

_DATELINE = regex.compile(rf"[(\[]\s?(?P<agency>{_ANY})\s?[)\]]\s?[-–—:.]|^\s?(?P<agency>{_ANY})\s?[-–—]\s")
_BYLINE = regex.compile(rf"\b(?:By|by|Source|Quelle|Источник|Джерело|Mənbə)\s?:?\s(?P<agency>{_ANY})\b")
_SIGNED = regex.compile(rf"[(\[–—]\s?(?P<agency>{_ANY})\s?[)\]]?\.?\s*$")
_SAID = (
    "reported|reports|said|says|told|told by|quoted by|according to|citing|by|"
    "сообщает|сообщил|сообщило|передает|передаёт|пишет|со ссылкой на|по данным|"
    "повідомляє|повідомив|повідомило|передає|пише|з посиланням на|за даними|"
    "selon|rapporte|a rapporté|indique|laut|berichtet|meldet|meldete|"
    "xəbər verir|bildirir|istinadən"
)
_MENTION = regex.compile(
    rf"\b(?P<agency>{_ANY})\s(?:news agency\s)?(?:{_SAID})\b"
    rf"|\b(?:told|according to|citing|reported by|selon l'|selon|laut|сообщает|передает|передаёт|со ссылкой на|"
    rf"повідомляє|передає|з посиланням на)\s?(?:the\s)?(?:news agency\s|агентство\s)?(?P<agency>{_ANY})\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """An agency that a text names.

    Attributes:
        whole: True: the text is the agency's (dateline, byline, signature); False: it is quoted for a part of it.
    """

    agency: str
    whole: bool


def credit(text: str) -> Credit | None:
    """The agency that a text credits; the strongest naming wins; None where it names none."""
    text = text[:_READ_LETTERS]
    head, tail = text[:_HEAD_LETTERS], text[-_TAIL_LETTERS:]
    for pattern, part in ((_DATELINE, head), (_BYLINE, head), (_BYLINE, tail), (_SIGNED, tail)):
        found = pattern.search(part)
        if found:
            return Credit(agency=_NAME_OF[found.group("agency")], whole=True)
    found = _MENTION.search(text)
    return Credit(agency=_NAME_OF[found.group("agency")], whole=False) if found else None


def agency_named(name: str) -> str | None:
    """The agency that goes by this name; None for other outlets."""
    return _NAME_OF.get(name.strip())
