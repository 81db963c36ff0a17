"""Which pages of the manual are made from the code, and are they what the code says today?

`python docs/generate.py` writes them; `--check` writes nothing, names the stale ones and exits with 1.
A page is a function without arguments that returns Markdown; it is listed once, in PAGES.
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from reference_pages import checks, commands, errors, names, shipped, tables

DOCS = Path(__file__).parent
HEAD = "<!-- Made by docs/generate.py from the code: change the code, then `make docs`. -->\n"
PAGES: Mapping[str, Callable[[], str]] = {
    "reference/checks.md": checks.page,
    "reference/commands.md": commands.page,
    "reference/errors.md": errors.page,
    "reference/python.md": names.page,
    "reference/shipped-register.md": shipped.page,
    "reference/tables.md": tables.page,
}


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check compare them; 1 if one is stale."""
    stale = []
    for name, page in PAGES.items():
        path, text = DOCS / name, f"{HEAD}\n{page()}\n"
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"docs/{name}: " + ("stale, run `make docs`" if "--check" in arguments else "written"))
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
