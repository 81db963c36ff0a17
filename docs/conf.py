"""Which settings make the manual build offline, from Markdown alone, with nothing loaded from elsewhere?"""

import detente

project = "Détente"
author = "the Détente contributors"
version = release = detente.__version__
language = "en"

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
nitpicky = True

html_theme = "furo"
html_title = f"Détente {release}"
html_static_path = ["_static"]
html_css_files = ["manual.css"]
html_show_sourcelink = False
html_copy_source = False
html_show_copyright = False
# The tokens of the brief and the workspace; furo's own fonts are the system's, so nothing is fetched.
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#1f5f8b",
        "color-brand-content": "#1f5f8b",
        "color-foreground-primary": "#1b2329",
        "color-foreground-secondary": "#55616b",
        "color-background-secondary": "#f6f7f8",
    },
    "dark_css_variables": {
        "color-brand-primary": "#7db8e0",
        "color-brand-content": "#7db8e0",
        "color-foreground-primary": "#e6eaed",
        "color-foreground-secondary": "#a9b4bc",
        "color-background-primary": "#12171b",
        "color-background-secondary": "#1a2126",
    },
}
