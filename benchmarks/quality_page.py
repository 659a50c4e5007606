"""The figures as docs/quality.md has them: stories in a row for each set, the rest in a row for each, and in words."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.expectations import expectations
from benchmarks.figure_lines import LEFT_OUT, FigureLine, lines_of, number, read_figures
from benchmarks.labelled_set import ROOT, LabelledSet
from benchmarks.sets import ASIDE, SETS
from benchmarks.story_sets import IN_SEVERAL

PAGE = ROOT / "docs" / "quality.md"
_STORIES = ("stories", "| set | now | left out | plain, best bar | plain, left out | on arrival | in several | goal |")
_OTHERS = ("other figures", "| set | figure | now | left out | plain | floor | goal |")
_END = "<!-- end -->\n"


def page_with(accepted: Mapping[str, float], page: str) -> str:
    """The page with the accepted figures in its tables and sentences, each between two marks."""
    of = {one.name: list(lines_of(one, _figures(one, accepted), accepted)) for one in (*SETS, *ASIDE)}
    stories = [_story_row(name, lines) for name, lines in of.items() if _kind(lines)]
    others = [row for lines in of.values() for row in _rows(lines)]
    page = _replaced(page, _STORIES[0], [_STORIES[1], _rule(_STORIES[1]), *stories])
    page = _replaced(page, _OTHERS[0], [_OTHERS[1], _rule(_OTHERS[1]), *others])
    return _replaced(page, "expectations", list(expectations(accepted, read_figures(LEFT_OUT))))


def _figures(one: LabelledSet, accepted: Mapping[str, float]) -> dict[str, float]:
    before = f"{one.name}: "
    return {name.removeprefix(before): value for name, value in accepted.items() if name.startswith(before)}


def _kind(lines: Sequence[FigureLine]) -> str | None:
    """What the three figures of a set of stories are of; None: it is none."""
    return next((kind for kind in ("B3", "pairs") for line in lines if line.figure == f"{kind} F1"), None)


def _story_row(name: str, lines: Sequence[FigureLine]) -> str:
    of = {line.figure: line for line in lines}
    three = [of[f"{_kind(lines)} {figure}"] for figure in ("precision", "recall", "F1")]
    arrival = [of.get(f"on arrival: {line.figure}") for line in three]
    several = of.get(IN_SEVERAL)
    columns = (
        _triple([line.now for line in three]),
        _triple([line.left_out for line in three]),
        _triple([line.plain for line in three]),
        _triple([line.plain_others for line in three]),
        _triple([line.now if line else None for line in arrival]),
        "-" if several is None else _short(several.now),
        _goals(three, several),
    )
    return f"| {' | '.join((name, *columns))} |"


def _goals(three: Sequence[FigureLine], several: FigureLine | None) -> str:
    wanted = [
        f"{letter} {_short(line.bars.goal)}"
        for letter, line in zip(("P", "R", "F1"), three, strict=True)
        if line.bars.goal is not None
    ]
    if several is not None and several.bars.goal is not None:
        wanted.append(f"several under {_short(several.bars.goal)}")
    return ", ".join(wanted) or "-"


def _rows(lines: Sequence[FigureLine]) -> Iterator[str]:
    kind = _kind(lines)
    for line in lines:
        if line.figure == IN_SEVERAL or (kind and f"{kind} " in line.figure):
            continue
        values = (line.now, line.left_out, line.plain, line.bars.floor, line.bars.goal)
        yield f"| {' | '.join((line.of, line.figure, *map(number, values)))} |"


def _triple(values: Sequence[float | None]) -> str:
    return "-" if None in values else " / ".join(map(_short, values))


def _short(value: float | None) -> str:
    return number(value).removeprefix("0")


def _rule(head: str) -> str:
    return f"|{'---|' * (head.count('|') - 1)}"


def _replaced(page: str, name: str, lines: Sequence[str]) -> str:
    mark = f"<!-- {name}: written by `python -m benchmarks.quality --accept` -->\n"
    head, found, rest = page.partition(mark)
    if not found:
        raise ValueError(f"the page has no mark {mark!r}")
    return "".join([head, mark, "\n".join(lines), "\n", _END, rest.partition(_END)[2]])
