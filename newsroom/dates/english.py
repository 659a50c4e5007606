"""English words of time."""

from newsroom.dates.lexicon import WordOfTime, lexicon, same, series, words

_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_MONTHS = "january february march april may june july august september october november december"
_ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)

_TABLE: list[WordOfTime] = [
    *series("m", _MONTHS, start=1),
    *words("j", "jan", "feb", "mar", "apr", "", "jun", "jul", "aug", "sep sept", "oct", "nov", "dec", start=1),
    *series("w", "monday tuesday wednesday thursday friday saturday sunday"),
    *words("W", "mon", "tue tues", "wed weds", "thu thur thurs", "fri", "sat", "sun"),
    *series("q", _ONES, start=1),
    *[(word, "q", 10 * at) for at, word in enumerate(_TENS.split(), start=2)],
    *same("z", "a an", 1),
    *same("q", "thousand", 1000),
    *same("V", "several few couple many some dozen"),
    *series("o", _ORDINALS, start=1),
    *[(f"{n}{_ENDINGS.get(n, 'th')}", "o", n) for n in range(1, 32)],
    *words("D", "day", "days"),
    *words("K", "week", "weeks"),
    *words("M", "month", "months"),
    *words("Y", "year", "years"),
    *words("Q", "quarter", "quarters"),
    *[(f"q{n}", "Q", 10 + n) for n in range(1, 5)],
    *same("X", "half"),
    *same("E", "weekend weekends"),
    *same("C", "decade decades"),
    *words("C", "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties", start=2),
    *same("H", "hour hours minute minutes seconds"),
    *same("<", "last past"),
    *same("=", "this current"),
    *same(">", "next coming upcoming"),
    *words("x", "previous preceding", "same that", "following", start=-1),
    *same("a", "ago"),
    *same("g", "after"),
    *words("r", "yesterday", "today", "tomorrow", start=-1),
    *words("p", "morning", "afternoon", "evening", "night overnight", "noon midday", "midnight"),
    *[("tonight", "t", 3)],
    *words("s", "spring springtime", "summer summertime", "autumn fall", "winter wintertime"),
    *words("f", "early beginning start", "mid middle midway", "late end close latter", "later"),
    *same("e", "earlier"),
    *same("k", "fiscal financial calendar"),
    *same("O", "of"),
    *same("T", "the"),
    *same("i", "in during since from on throughout at within for around about near nearly almost roughly over"),
    *same("&", "to and through or until till thru"),
    *same("u", "by before"),
    *same("F", "will would shall won expected expects expect scheduled planned plans plan due set slated supposed"),
    *same("F", "should could might can effective payable upcoming intends hopes"),
    *same("F", "must 'll ll hopes seeks tentatively proposed"),
    *same("P", "was were had did has have been ended came took made went began won lost held met left fell rose found"),
    *same("P", "told sold bought got gave saw sent led became ran grew hit posted"),
    *same(
        "S", "said says announced announces reported reports stated confirmed told claimed declared according warned"
    ),
    *same("S", "acknowledged disclosed revealed"),
    *same("F", "be"),
    *same("v", "recently lately nowadays soon now currently recent ongoing"),
    *[("may", "m", 5), ("second", "o", 2)],
]

_HOLIDAYS = {
    "christmas": 1225,
    "christmas day": 1225,
    "christmas eve": 1224,
    "new year's day": 101,
    "new year's eve": 1231,
    "victory day": 509,
    "bastille day": 714,
    "valentine's day": 214,
    "halloween": 1031,
}
_PHRASES = (
    r"(?=[bcnv])(?:christmas(?: day| eve)|new year['’]s (?:day|eve)|victory day|bastille day|valentine['’]s day)\b|"
)
_TABLE += [(word, "h", day) for word, day in _HOLIDAYS.items()]
_TABLE += [(word.replace("'", "’"), "h", day) for word, day in _HOLIDAYS.items()]

ENGLISH = lexicon(_TABLE, phrases=_PHRASES, month_first=True, capital_months=True)
