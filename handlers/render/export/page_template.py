"""The pages that are exported, as templates: what is put into them is escaped, and they ask the network for nothing."""

from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=4)
def page_template(name: str) -> Callable[..., str]:
    """What fills in the template of that file, with the style that all pages share."""
    from jinja2 import Environment, StrictUndefined  # 40 ms of a start, for what few ask for

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    folder = files("handlers.render.export")
    template = environment.from_string((folder / name).read_text("utf-8"))
    template.globals["style"] = (folder / "page.css").read_text("utf-8")
    return template.render
