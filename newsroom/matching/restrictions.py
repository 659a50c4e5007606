"""Languages, countries, kinds and sources to which a whole query is restricted, or which it leaves out. Pure.

Only what holds for all of the query is read and changed: what stands in a bracket beside words is left as it is.
"""

from collections.abc import Collection, Iterator

from newsroom.matching.syntax import About, And, Field, Not, Or, Part, Query


def restricted_to(query: Query, field: Field) -> tuple[str, ...]:
    """The values of which an item must have one; none where it may have any."""
    return tuple(value for part in _parts(query) for value in _wanted(part, field))


def left_out(query: Query, field: Field) -> tuple[str, ...]:
    """The values that no item may have."""
    return tuple(value for part in _parts(query) for value in _unwanted(part, field))


def restrict(query: Query, field: Field, values: Collection[str]) -> Query | None:
    """The query for items that have one of these values, whatever it said of that before.

    None where nothing would be left to ask for.
    """
    others = [part for part in _parts(query) if not _wanted(part, field)]
    wanted = [About(field, value) for value in sorted(values)]
    return _all_of([*others, wanted[0] if len(wanted) == 1 else Or(tuple(wanted))] if wanted else others)


def leave_out(query: Query, field: Field, values: Collection[str]) -> Query | None:
    """The query for items that have none of these values, whatever it said of that before."""
    others = [part for part in _parts(query) if not list(_unwanted(part, field))]
    return _all_of([*others, *(Not(About(field, value)) for value in sorted(values))])


def _parts(query: Query) -> tuple[Part, ...]:
    return query.root.parts if isinstance(query.root, And) else (query.root,)


def _wanted(part: Part, field: Field) -> tuple[str, ...]:
    """The values of a part that says nothing but which of them is wanted."""
    match part:
        case About(of, value) if of is field:
            return (value,)
        case Or(parts):
            found = tuple(value for inner in parts for value in _wanted(inner, field))
            return found if len(found) == len(parts) else ()
        case _:
            return ()


def _unwanted(part: Part, field: Field) -> Iterator[str]:
    match part:
        case Not(About(of, value)) if of is field:
            yield value
        case Not(inner):
            yield from _wanted(inner, field)
        case _:
            return


def _all_of(parts: Collection[Part]) -> Query | None:
    if all(isinstance(part, Not) for part in parts):
        return None
    first, *rest = parts
    return Query(And((first, *rest)) if rest else first)
