"""A plot of lines as SVG, both axes logarithmic: how a cost grows with a size."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 680, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 170, 44, 48
_COLOURS = ("#1f6f8b", "#c8553d", "#7a6a00", "#6b4fa0")
_LABEL_GAP = 15.0  # between two labels at the ends of lines
_NICE = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class PlotLine:
    """What it is of, and its points, sizes and costs both above 0."""

    name: str
    points: Sequence[tuple[float, float]]


def svg(title: str, across: str, up: str, lines: Sequence[PlotLine]) -> str:
    """The plot; each line has its name at its end."""
    sizes = [x for line in lines for x, _ in line.points]
    values = [y for line in lines for _, y in line.points]
    x_axis, y_axis = _Axis.around(sizes, _LEFT, _WIDTH - _RIGHT), _Axis.around(values, _HEIGHT - _BOTTOM, _TOP)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
        f' font-family="system-ui, sans-serif" font-size="12" fill="#333" role="img" aria-label="{escape(title)}">'
    )
    parts = [
        head,
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="22" font-size="14" font-weight="600">{escape(title)}</text>',
        f'<text x="{_LEFT}" y="{_HEIGHT - 10}">{escape(across)}</text>',
        f'<text x="{_LEFT - 50}" y="{_TOP - 8}">{escape(up)}</text>',
        *_grid(x_axis, y_axis),
        *_drawn(lines, x_axis, y_axis),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


@dataclass(frozen=True, slots=True)
class _Axis:
    """From the lowest to the highest value, drawn from one place to another."""

    low: float
    high: float
    begin: float
    end: float

    @classmethod
    def around(cls, values: Iterable[float], begin: float, end: float) -> "_Axis":
        found = sorted(values)
        low, high = _nice_below(found[0]), _nice_above(found[-1])
        return cls(low, high if high > low else 2 * low, begin, end)

    def at(self, value: float) -> float:
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.begin + share * (self.end - self.begin)

    def ticks(self) -> list[float]:
        decades = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        nice = [n * 10.0**decade for decade in decades for n in _NICE]
        found = [value for value in nice if self.low * 0.999 <= value <= self.high * 1.001]
        return found if len(found) <= 8 else [value for value in found if math.log10(value) % 1 < 1e-9]


def _nice_below(value: float) -> float:
    decade = 10.0 ** math.floor(math.log10(value))
    return max(n * decade for n in _NICE if n * decade <= value * 1.0001)


def _nice_above(value: float) -> float:
    decade = 10.0 ** math.floor(math.log10(value))
    return min(n * decade for n in (*_NICE, 10) if n * decade >= value * 0.9999)


def _grid(x_axis: _Axis, y_axis: _Axis) -> Iterable[str]:
    bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    for value in y_axis.ticks():
        y = y_axis.at(value)
        yield f'<line x1="{_LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:,.10g}</text>'
    for value in x_axis.ticks():
        x = x_axis.at(value)
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{bottom}" y2="{bottom + 5}" stroke="#888"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{value:,.10g}</text>'
    yield f'<line x1="{_LEFT}" x2="{right}" y1="{bottom}" y2="{bottom}" stroke="#888"/>'


def _drawn(lines: Sequence[PlotLine], x_axis: _Axis, y_axis: _Axis) -> Iterable[str]:
    ends = {}
    for line, colour in zip(lines, _COLOURS, strict=False):
        places = [(x_axis.at(x), y_axis.at(y)) for x, y in line.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for (x, y), (_, value) in zip(places, line.points, strict=True):
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"><title>{_short(value)}</title></circle>'
        ends[line.name] = (*places[-1], colour, line.points[-1][1])
    last = -math.inf
    for name, (x, y, colour, value) in sorted(ends.items(), key=lambda end: end[1][1]):
        last = max(y + 4, last + _LABEL_GAP)
        yield f'<text x="{x + 9:.1f}" y="{last:.1f}" fill="{colour}">{escape(name)}: {_short(value)}</text>'


def _short(value: float) -> str:
    """Three digits that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:,.3g}"
