"""Dates in Spanish, Polish and Turkish, and ways of naming a day that several languages have, a row each."""

from datetime import date

import pytest

from newsroom.dates import find_dates

WEDNESDAY = date(2024, 5, 15)
ROWS = [
    # Spanish: "last" and "next" stand on either side of their noun.
    ("es", "El puente fue cerrado el viernes pasado por grietas.", ["2024-05-10"]),
    ("es", "El pasado domingo votaron en contra.", ["2024-05-12"]),
    ("es", "El juicio comenzará el próximo lunes en Sevilla.", ["2024-05-20"]),
    ("es", "La semana pasada cerraron la mina.", ["2024-W19"]),
    ("es", "La próxima semana habrá huelga.", ["2024-W21"]),
    ("es", "Llovió en el pasado mes de abril.", ["2024-04"]),
    ("es", "Hace tres días cerraron la mina, abierta en marzo de 1998.", ["2024-05-12", "1998-03"]),
    ("es", "La iglesia ardió el 4 de octubre de 1836.", ["1836-10-04"]),
    ("es", "Del 3 al 9 de junio de 2024 se cortará la vía.", ["2024-06-03/2024-06-09"]),
    ("es", "Esta mañana hubo un choque.", ["2024-05-15TMO"]),
    ("es", "Mañana habrá pleno.", ["2024-05-16"]),
    ("es", "Por la mañana llovió.", []),
    ("es", "Plácido Domingo cantó en Santo Domingo.", []),
    ("es", "La marcha llegó a la Plaza de Mayo.", []),
    # Polish.
    ("pl", "Most zamknięto w ubiegły piątek.", ["2024-05-10"]),
    ("pl", "Sąd zajmie się skargą w najbliższy wtorek.", ["2024-05-21"]),
    ("pl", "Kościół z 1732 roku spłonął 4 października 1836 roku.", ["1732", "1836-10-04"]),
    ("pl", "Od 3 do 9 czerwca 2024 r. droga będzie zamknięta.", ["2024-06-03/2024-06-09"]),
    ("pl", "Tydzień temu zamknięto most.", ["2024-W19"]),
    ("pl", "Środa Wielkopolska świętuje.", []),
    ("pl", "Maja Ostaszewska zagrała.", []),
    # Turkish: a weekday behind its date is no day of its own.
    ("tr", "Köprü geçen cuma kapatıldı.", ["2024-05-10"]),
    ("tr", "Mahkeme itirazı önümüzdeki salı günü görüşecek.", ["2024-05-21"]),
    ("tr", "Grev 2 Mayıs Perşembe günü başladı.", ["2024-05-02"]),
    ("tr", "Kilise 4 Ekim 1836'da yandı.", ["1836-10-04"]),
    ("tr", "Pazar günü seçim yapılacak.", ["2024-05-19"]),
    ("tr", "Pazar kuruldu, Çarşamba ilçesinde sel oldu.", []),
    # Days of a month that is not named beside them.
    ("en", "He was freed on the 3rd of this month.", ["2024-05-03", "2024-05"]),
    ("en", "He was freed on the 3rd.", ["2024-05-03"]),
    ("en", "He finished on the third.", []),
    ("en", "She lives on the 3rd floor and fell on the 16th hole.", []),
    ("en", "Some will be there by Friday and the rest of the 3,500 men stay; of the 12, 3 are ill.", ["2024-05-17"]),
    ("fr", "La grève a commencé le 2 mai et les 3,5 % demandés ont été refusés.", ["2024-05-02"]),
    # What is "every" in another language.
    ("en", "The network, which met her Monday, will speak with her Friday.", ["2024-05-13", "2024-05-17"]),
    ("tr", "Pazar her Pazar günü kurulur.", []),
    ("fr", "La grève a commencé le 2 mai et s'achèvera le 31.", ["2024-05-02", "2024-05-31"]),
    ("ru", "Забастовка закончится 31-го числа.", ["2024-05-31"]),
    # Numbers before a month that are no days.
    ("en", "Fifteen of the 19 Sept. 11 suspects were named.", ["2023-09-11"]),
    ("en", "The Windows 10 May 2020 Update is blocked.", ["2020-05"]),
    ("en", "It sank on 19 Sept. 2011 off Malta.", ["2011-09-19"]),
    # The beginning of the month.
    ("de", "Anfang des Monats besuchte sie Oslo.", ["2024-05"]),
    ("ru", "В начале месяца мост закрыли.", ["2024-05"]),
    ("en", "In the early months of the war the bridge was closed.", []),
    ("en", "In the early month of May it was closed.", ["2024-05"]),
    ("fr", "La grève a commencé au début du mois de mai.", ["2024-05"]),
    # One unit ago, without an article.
    ("ru", "Год назад он ушёл в отставку.", ["2023"]),
    ("uk", "Тиждень тому міст закрили.", ["2024-W19"]),
    ("ru", "Это было полтора года назад.", []),
    # Spans with "to" that also means "by"; what four digits count.
    ("uk", "Рух закриють з 3 до 9 червня 2024 року.", ["2024-06-03/2024-06-09"]),
    ("de", "Kiel gewann vor 1998 Zuschauern.", []),
    ("fr", "Nantes a gagné devant 1998 spectateurs.", []),
]


@pytest.mark.parametrize(("language", "text", "values"), ROWS, ids=[text for _, text, _ in ROWS])
def test_a_day_is_found_however_the_language_names_it(language: str, text: str, values: list[str]) -> None:
    assert [mention.value for mention in find_dates(text, WEDNESDAY, language)] == values
