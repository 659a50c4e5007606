"""French words of time."""

from newsroom.dates.lexicon import WordOfTime, lexicon, same, series, words

_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_PLAIN = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"

_NUMBERS = "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze"

_TABLE: list[WordOfTime] = [
    *series("m", _MONTHS, start=1),
    *series("m", _PLAIN, start=1),
    *words("j", "janv", "févr fév", "", "avr", "", "", "juil", "", "sept.", "oct", "nov", "déc", start=1),
    *series("w", "lundi mardi mercredi jeudi vendredi samedi dimanche"),
    *same("z", "un une", 1),
    *series("q", _NUMBERS, start=2),
    *same("q", "vingt", 20),
    *same("V", "quelques plusieurs dizaine"),
    *words("o", "1er premier première", *["deuxième", "troisième", "quatrième"], start=1),
    *words("D", "jour", "jours"),
    *words("K", "semaine", "semaines"),
    *same("M", "mois"),
    *words("Y", "an année", "ans années"),
    *same("Q", "trimestre"),
    *same("X", "semestre"),
    *same("E", "week-end weekend"),
    *same("C", "décennie décennies"),
    *same("H", "heure heures minute minutes"),
    *same("«", "dernier dernière derniers dernières passé passée précédent précédente"),
    *same("»", "prochain prochaine prochains prochaines suivant suivante"),
    *same("=", "ce cet cette"),
    *words("r", "avant-hier", "hier", "aujourd'hui aujourd’hui", "demain", "après-demain", start=-2),
    *words("p", "matin matinée", "après-midi", "soir soirée", "nuit", "midi", "minuit"),
    *words("s", "printemps", "été", "automne", "hiver"),
    *words("f", "début", "mi milieu", "fin"),
    *same("O", "de du d des"),
    *same("T", "le la l les"),
    *same("i", "en au dans depuis dès pendant vers à"),
    *same("&", "et jusqu jusque ou"),
    *same("h", "noël", 1225),
    *same("b", "voici voilà"),
    ("il y a", "b", 0),
    *same("u", "avant"),
    *same("F", "sera seront aura auront doit doivent devrait devraient prévu prévue prévus prévues va vont pourra"),
    *same("F", "tiendra tiendront commencera commenceront débutera débuteront ouvrira rencontrera rencontreront"),
    *same("F", "participera participeront votera voteront réunira réuniront arrivera arriveront débute commence"),
    *same("P", "a ont était étaient avait avaient fut furent"),
    *same("S", "dit déclaré annoncé indiqué affirmé précisé rapporté confirmé"),
    *same("v", "récemment dernièrement bientôt actuellement maintenant"),
]

_PHRASES = r"sept\.(?=\s)|il y a\b|avant-hier\b|après-(?:demain|midi)\b|week-end\b|aujourd['’]hui\b|"

FRENCH = lexicon(_TABLE, phrases=_PHRASES)
