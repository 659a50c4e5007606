"""Countries named in text, in the five languages: a count in two countries is not a count in one of them."""

from functools import cache

from babel import Locale

from newsroom.text.words import stem

LANGUAGES = ("en", "uk", "ru", "fr", "de")
# Stems of countries in one language that are common words in another: "island" is Iceland to a German.
_COMMON_WORDS = frozenset(
    {"island", "jersey", "inde", "reunio", "martin", "chili", "eurozo", "verein", "cookin", "sark"}
)
SHORTEST_STEM = 4  # letters; "Iran" is the shortest name that is not a common word somewhere

# Names that people use and the CLDR tables do not, adjectives whose beginning differs from the country's, and what the
# capital's name stands for in headlines. Source: usage; codes are ISO 3166-1.
_USED = {
    "us": "US U.S. USA America American Americans Washington США Сполучені Vereinigte États-Unis",
    "gb": "UK U.K. Britain British Briton England Scotland Wales Британия Британія британск британськ Großbritannien",
    "ru": "Russian Kremlin росій россий росси russe russi",
    "ua": "Ukrainian украин україн ukrainisch",
    "az": "Azerbaijani Azeri",
    "fr": "French Français Frankreich франц",
    "de": "German Germany Deutschland Deutsche герман нимеч німеч allema",
    "nl": "Dutch Holland",
    "ch": "Swiss Suisse Schweiz",
    "gr": "Greek Greece",
    "es": "Spanish Spain",
    "tr": "Turkey Turkish Turkiye Türkiye турец туреч",
    "dk": "Danish",
    "se": "Swedish",
    "pl": "Polish Poland польш польщ",
    "ie": "Irish",
    "th": "Thai Thailand",
    "cz": "Czech",
    "ph": "Filipino Philippine Philippines",
    "kr": "South_Korean",
    "kp": "North_Korean",
    "lk": "Sri_Lankan",
    "mm": "Burma Burmese Myanmar",
    "cn": "Chinese Китай Китая китайск",
    "iq": "Iraq Iraqi",
    "ir": "Iran Iranian",
    "cd": "Congo DRC Congolese",
    "il": "Israel Israeli Israelis Израил Ізраїл",
    "ps": "Palestinian Gaza Газа Газі Газе",
    "sy": "Syria Syrian",
    "lb": "Lebanon Lebanese",
    "sa": "Saudi",
    "nz": "New_Zealand",
    "za": "South_African",
    "in": "Indian",
    "pk": "Pakistani",
    "af": "Afghan",
    "vn": "Vietnamese",
    "jp": "Japanese",
    "pt": "Portuguese",
    "fi": "Finnish",
    "no": "Norwegian",
    "ye": "Yemeni",
    "cu": "Cuba Cuban",
    "pe": "Peru Peruvian",
    "om": "Oman",
    "ml": "Mali Malian",
    "ae": "UAE Emirati",
    "eu": "EU",
}


def country_code(word: str, following: str = "") -> str:
    """ISO code of the country that a word names, alone or with the word after it; "" where it names no country."""
    singles, pairs = _tables()
    if following and (code := pairs.get((stem(word), stem(following)))):
        return code
    if word in {"US", "UK", "EU", "U.S.", "U.K."}:
        return {"US": "us", "U.S.": "us", "UK": "gb", "U.K.": "gb", "EU": "eu"}[word]
    return singles.get(stem(word), "") if len(word) >= SHORTEST_STEM else ""


@cache
def _tables() -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    singles: dict[str, str] = {}
    pairs: dict[tuple[str, str], str] = {}
    for code, names in _names():
        words = [stem(word) for word in names.split()]
        if len(words) == 1 and len(words[0]) >= SHORTEST_STEM and words[0] not in _COMMON_WORDS:
            singles.setdefault(words[0], code)
        elif len(words) > 1:
            pairs.setdefault((words[0], words[1]), code)
    return singles, pairs


def _names() -> list[tuple[str, str]]:
    used = [(code, name.replace("_", " ")) for code, names in _USED.items() for name in names.split()]
    listed = [
        (code.lower(), str(name).replace("-", " "))
        for language in LANGUAGES
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha()  # noqa: PLR2004 - codes of countries, not of continents
    ]
    return used + listed
