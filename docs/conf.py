"""How the site is built: `make docs` reads the same Markdown that a forge shows, and takes every warning for an error.

The source folder is the checkout itself, so that CHANGELOG.md and CONTRIBUTING.md are pages where they lie. Nothing is
fetched, neither to build a page nor to show it: the theme's fonts are the reader's own.
"""

project = "Wirewatch"
author = "Wirewatch"
root_doc = "docs/index"
include_patterns = [
    "docs/**",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "newsroom/languages/README.md",
    "handlers/sentences/README.md",
]
exclude_patterns = [".*", "build", "node_modules", "**/node_modules", "var"]
extensions = ["myst_parser"]
myst_heading_anchors = 3
nitpicky = True
html_theme = "furo"
html_title = "Wirewatch"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
