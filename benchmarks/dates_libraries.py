"""What general libraries find of the dates in running text: the figures in docs/quality-dates.md.

    python -m venv /tmp/dates && /tmp/dates/bin/pip install dateparser==1.5.0 parsedatetime==2.6
    /tmp/dates/bin/python benchmarks/dates_libraries.py dateparser GOLD.jsonl SCORE.py OUT.jsonl

The libraries are no dependencies of ours, so this runs in an environment of its own and imports nothing of the project.
"""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

Found = Iterator[tuple[int, int, str]]
_END = re.compile(r'(?<=[.!?])\s+(?=[A-Z"`])|\n\s*\n')
_FORMATS = {"month": "%Y-%m", "year": "%Y", "week": "%G-W%V"}


def dateparser_dates(sentence: str, base: datetime) -> Found:
    """Its search, with the precision that its parser gives each find."""
    from dateparser.date import DateDataParser
    from dateparser.search import search_dates

    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
    parser = DateDataParser(languages=["en"], settings=settings)
    at = 0
    for text, when in search_dates(sentence, languages=["en"], settings=settings) or []:
        start = sentence.find(text, at)
        if start >= 0:
            at = start + len(text)
            yield start, at, when.strftime(_FORMATS.get(parser.get_date_data(text).period, "%Y-%m-%d"))


def parsedatetime_dates(sentence: str, base: datetime) -> Found:
    """Its search; it names no precision but the day."""
    import parsedatetime

    for when, _, start, end, _ in parsedatetime.Calendar().nlp(sentence, base) or ():
        yield start, end, f"{when:%Y-%m-%d}"


FINDERS: dict[str, Callable[[str, datetime], Found]] = {
    "dateparser": dateparser_dates,
    "parsedatetime": parsedatetime_dates,
}


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Rough sentences with their places: whole articles are beyond the libraries."""
    at = 0
    for end in _END.finditer(text):
        yield at, text[at : end.start()]
        at = end.end()
    yield at, text[at:]


def main() -> None:
    find = FINDERS[sys.argv[1]]
    gold, score, out = (Path(name) for name in sys.argv[2:5])
    count, start, answers = 0, time.process_time(), []
    for row in map(json.loads, gold.read_text("utf-8").splitlines()):
        base, dates = datetime.fromisoformat(row["published"][:10]), []
        for at, sentence in sentences(row["text"]):
            count += 1
            dates += [{"start": at + a, "end": at + b, "value": value} for a, b, value in find(sentence, base)]
        answers.append(json.dumps({"id": row["id"], "dates": dates}))
    print(f"{count / (time.process_time() - start):.0f} sentences a second")
    out.write_text("\n".join(answers) + "\n", "utf-8")
    subprocess.run([sys.executable, score, "dates", gold, out], check=True)  # noqa: S603 - the scorer of the labelled data


if __name__ == "__main__":
    main()
