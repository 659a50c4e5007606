"""German words of time."""

from newsroom.dates.lexicon import WordOfTime, inflected, lexicon, same, series, words

_MONTHS = "januar februar märz april mai juni juli august september oktober november dezember"
_ADJECTIVE = "e en er es em"
_ONES = "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"

_TABLE: list[WordOfTime] = [
    *series("m", _MONTHS, start=1),
    *words("m", "jänner januars", "feber", "maerz", "", "mais", start=1),
    *words("j", "jan", "feb febr", "mär", "apr", "", "jun", "jul", "aug", "sep sept", "okt", "nov", "dez", start=1),
    *series("w", "montag dienstag mittwoch donnerstag freitag samstag sonntag"),
    *same("w", "sonnabend", 5),
    *same("z", "ein eine einem einer einen", 1),
    *series("q", _ONES, start=2),
    *same("V", "einige einigen mehreren mehrere wenigen paar"),
    *words("D", "tag tages", "tage tagen"),
    *words("K", "woche", "wochen"),
    *words("M", "monat monats", "monate monaten"),
    *words("Y", "jahr jahres", "jahre jahren"),
    *same("Q", "quartal quartals"),
    *same("X", "halbjahr"),
    *same("E", "wochenende"),
    *same("C", "jahrzehnt jahrzehnten"),
    *same("H", "stunde stunden minute minuten"),
    *inflected("<", 0, "letzt vergangen vorig", _ADJECTIVE),
    *inflected("=", 0, "dies laufend", _ADJECTIVE),
    *inflected(">", 0, "nächst kommend", _ADJECTIVE),
    *inflected("o", 1, "erst", _ADJECTIVE),
    *inflected("o", 2, "zweit", _ADJECTIVE),
    *inflected("o", 3, "dritt", _ADJECTIVE),
    *inflected("o", 4, "viert", _ADJECTIVE),
    *words("r", "vorgestern", "gestern", "heute", "morgen", "übermorgen", start=-2),
    *[("heuer", "R", 0)],
    *words("p", "früh vormittag", "nachmittag", "abend", "nacht", "mittag", "mitternacht"),
    *words("s", "frühling frühjahr", "sommer", "herbst", "winter"),
    *words("f", "anfang beginn", "mitte", "ende"),
    *same("O", "des"),
    *same("T", "der die das den dem"),
    *same("i", "im in am an seit ab zum zu"),
    *same("&", "und bis oder"),
    *same("b", "vor"),
    *same("F", "wird werden soll sollen geplant will wollen könnte findet finden beginnt beginnen startet tagt"),
    *same("P", "war waren hatte hatten wurde wurden hat haben ist sind"),
    *same("S", "sagte sagten erklärte erklärten teilte mitteilte berichtete berichteten kündigte bestätigte hieß"),
    *same("v", "kürzlich neulich bald derzeit jetzt zuletzt"),
]

GERMAN = lexicon(_TABLE)
