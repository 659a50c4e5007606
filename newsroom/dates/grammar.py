"""The grammar of dates, over the classes of `lexicon`: one for all languages.

A class string is about as long as the sentence has words, and no pattern nests one repetition in another, so that
matching stays linear in the text. Earlier rules win over later ones at one place.
"""

import re

_LEAD = r"(?:[fe][-OTi']*)?"  # "end of the", "early", "mid-"
_NAMED_DAY = r"(?:[<=>]{0,2}[wW]\.?,?T?)?"
_YEAR = r"(?:,?O?yY?|O?T?[<=>]Y|O?T?'?Y«|R|qq-?q?)"
_MONTH = r"(?:m|j\.?)"
_UNIT = r"[DKMYQECHX]"
_COUNT = r"(?:q-?q|[dqnz])"

RULES: dict[str, str] = {
    "iso": r"y-d-d|y/d/d|y\.d\.d",
    "numeric": r"[dn]/[dn]/[ydn]|d\.d\.[ydn]|d-d-[yn]",
    "day_range": rf"{_NAMED_DAY}(?:{_MONTH}[do]-{_MONTH}[do]|{_MONTH}[do]-[do]|[do]\.?[-&iu][do]\.?O?{_MONTH}){_YEAR}?",
    "day": rf"{_NAMED_DAY}(?:{_MONTH},?T?[do]|[do]\.?[OT]?{_MONTH}){_YEAR}?",
    "holiday": rf"[<=>]?h{_YEAR}?",
    "month_range": rf"{_MONTH}[-&]{_MONTH},?O?yY?",
    "month": rf"{_LEAD}(?:{_MONTH}{_YEAR}|[<=>«»]{{1,2}}(?:MO)?m|m[«»])",
    "quarter": rf"{_LEAD}(?:(?:y|[<=>]Y'?_?)T?)?(?:o-?QO?{_YEAR}?|Qy)",
    "half": r"(?:oX|[<]X)O?T?(?:yY?|[<=>]Y|YO?y)",
    "season": rf"{_LEAD}(?:[<=>«»]{{1,2}}s|s[«»]|sO?T?(?:Y?y|[<=>]Y))",
    "day_of_month": r"(?:d(?:-_)?N|(?<=iT)o(?=[,.;!?]|$|O=?T?M)|(?<=T)d(?=[;!?]|[,.](?![dny])|$))",
    "day_beside": r"D[ug]r",
    "ago": rf"(?:{_COUNT}-?{_UNIT}(?:&_)?-?a|{_COUNT}Ye|Y-[ea]|[DKMY]a)",
    "ago_prefixed": rf"bi?{_COUNT}{_UNIT}",
    "vague_ago": rf"(?:[qz]?VO?{_UNIT}a|bV{_UNIT}|{_COUNT}&{_COUNT}{_UNIT}a|v{_UNIT}?)",
    "weekday_beside": r"xw",
    "weekday": r"(?:[<=>«»]{1,2}wp?|w[«»]|wp?)",
    "night": r"(?:[=<]p|t)",
    "today": r"r[pr]?",
    "clock": r"(?:[dq](?:[:.][dn])?A|A|[dq]iTp)",
    "day_part": r"(?:(?<=[uiT])f-?p|(?<=[ui])p|(?<=iT)p)",
    "in_the_day": r"[fe]iTD",
    "anaphoric": r"x[YMD]",
    "lasting": rf"[<=>]{{1,2}}(?:{_COUNT}|V){_UNIT}",
    "unit": rf"{_LEAD}(?:[<=>«»]{{1,2}}k?[YMKQE]|[YMKQE][«»]|R)",
    "end_of_year": r"(?:[fe]i?O?TY(?![yq])|Y-?f|Y'_f)",
    "edge_of_month": r"fi?O?T?M(?!O?m)",
    "whole_year": r"(?:TkY|(?<=i)TY)(?![y-])",
    "the_year": r"Yy",
    "spelled": r"(?:Yqq?-?q?|qq-?q?)(?![DKMYQH])",
    "decade_by_suffix": r"y-_Y?",
    "years": r"y-[ynd]|y/[dn]",
    "year": rf"{_LEAD}yY?",
    "decade": rf"{_LEAD}C",
    "bare_month": rf"{_LEAD}{_MONTH}",
}

# The classes with which any rule can open: the others are stepped over without trying all the rules on them.
_OPENINGS = r"(?=[ydnoqzVwWmj<=>«»feDKMYQEXCHbvhxsrRtpAT])"
DATED = re.compile(_OPENINGS + "(?:" + "|".join(f"(?P<{name}>{rule})" for name, rule in RULES.items()) + ")")

# What no date is without: a sentence that has none of these classes is left after one look, and one that has not even a
# word of one of these classes before its classes are looked up.
OF_TIME = frozenset("mjwyrRtpsCYMKQEvabhADNoqdn")
CORE = re.compile(r"[mjwyrRtpsCYMKQEvabhADN]|iTo|q-?q|[dn][/.-]d[/.-][dn]")
