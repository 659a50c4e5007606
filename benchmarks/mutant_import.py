"""A pytest plugin for `benchmarks.mutation`: imports one module from a changed copy of its text, and the rest as it is.

The checkout is neither written nor read for that module, and no bytecode is kept of it.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import os
import resource
import sys
import types
from collections.abc import Sequence
from pathlib import Path

MODULE, SOURCE = "MUTANT_MODULE", "MUTANT_SOURCE"  # environment: dotted name, and the file with the changed text
MEMORY_BYTES = 4 << 30  # a mutant whose loop never ends takes no more than this


class MutantLoader(importlib.machinery.SourceFileLoader):
    """Compiles the changed text under the module's own path."""

    def get_code(self, fullname: str) -> types.CodeType:
        """Without a look at the bytecode of the unchanged module."""
        text = Path(os.environ[SOURCE]).read_text("utf-8")
        return compile(text, self.get_filename(fullname), "exec", dont_inherit=True)


class MutantFinder(importlib.abc.MetaPathFinder):
    """Finds that one module before anybody else does."""

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != os.environ[MODULE]:
            return None
        file = Path.cwd().joinpath(*fullname.split(".")).with_suffix(".py")
        return importlib.util.spec_from_file_location(fullname, file, loader=MutantLoader(fullname, str(file)))


if MODULE in os.environ:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    sys.meta_path.insert(0, MutantFinder())
