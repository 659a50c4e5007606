"""Which publisher stands behind an outlet: sister titles never count as two voices."""

from collections.abc import Mapping

from newsroom.errors import WirewatchError
from newsroom.text.url import registered_domain
from newsroom.text.words import fold, tokens


class FamilyTableError(WirewatchError):
    """The table of publisher families can't be used; the message names the line and the mend."""


def families(raw: Mapping[str, object]) -> Mapping[str, str]:
    """The table as config/families.toml spells it, turned to outlet -> family.

    Args:
        raw: `{"family": [{"name", "source", "outlets": [domain or name, ...]}, ...]}`.

    Returns:
        Folded domain or name -> the family's name.

    Raises:
        FamilyTableError: A family lacks its name, source or outlets, or two claim one outlet.
    """
    table: dict[str, str] = {}
    listed = raw.get("family", [])
    if not isinstance(listed, list):
        raise FamilyTableError("write each publisher as a [[family]] of its own")
    for number, entry in enumerate(listed, start=1):
        name, outlets = _entry(entry, number)
        for outlet in outlets:
            if table.setdefault(key(outlet), name) != name:
                raise FamilyTableError(f"{outlet!r} stands under {table[key(outlet)]!r} and {name!r}: keep one")
    return table


def family_of(domain_or_name: str, table: Mapping[str, str]) -> str:
    """The publisher's family; an outlet that the table does not know is its own, by registered domain or name.

    Args:
        domain_or_name: A host, an address or an outlet's name.
        table: As `families` gives it.
    """
    name = domain_or_name.strip()
    if " " not in name and "." in name:
        address = name if "//" in name else f"https://{name}"
        host = address.partition("//")[2].partition("/")[0].casefold().removeprefix("www.")
        domain = registered_domain(address) or host
        return table.get(host) or table.get(domain) or domain
    return table.get(key(name)) or key(name)


def publisher(url: str, name: str, table: Mapping[str, str]) -> str:
    """The family of a source: by its address, else by its name (feeds are served from elsewhere), else its own."""
    by_address = family_of(url, table)
    if by_address in table.values():
        return by_address
    numeric = by_address.replace(".", "").isdecimal()  # a bare address names no publisher
    return table.get(key(name)) or (key(name) if numeric else by_address) or key(name)


def key(outlet: str) -> str:
    """The form in which outlets are compared: folded words, or the domain as it stands."""
    plain = outlet.strip().casefold()
    return plain if "." in plain and " " not in plain else " ".join(token.folded for token in tokens(fold(plain)))


def _entry(entry: object, number: int) -> tuple[str, list[str]]:
    if not isinstance(entry, Mapping):
        raise FamilyTableError(f"family {number}: write it as a table with name, source and outlets")
    name, source, outlets = entry.get("name"), entry.get("source"), entry.get("outlets")
    if not (isinstance(name, str) and name and isinstance(source, str) and source):
        raise FamilyTableError(f"family {number}: give its name and the source for who owns it")
    if not (isinstance(outlets, list) and outlets and all(isinstance(outlet, str) for outlet in outlets)):
        raise FamilyTableError(f"family {name!r}: list its outlets, each a domain or a name")
    return name, [str(outlet) for outlet in outlets]
