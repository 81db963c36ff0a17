"""One page on two states, to read here and to hand over. Run: python examples/4_brief.py [FOLDER]"""

import sys
import tempfile
from datetime import date
from pathlib import Path

from detente import Register, brief

register = Register.reference()
page = brief.compose(register, "USA-JPN", valid=date(2026, 11, 22), since=date(2025, 11, 22))
print(page.to_text())

# The same page for a browser, and for an archive.
folder = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())
(folder / "usa-jpn.html").write_text(page.to_html(), encoding="utf-8")
(folder / "usa-jpn.json").write_text(page.to_json(), encoding="utf-8")

# The archived page is the page, and two pages are compared line by line.
kept = brief.Brief.from_json((folder / "usa-jpn.json").read_text(encoding="utf-8"))
print("the same page comes back from its archive:", kept == page)
earlier = brief.compose(register, "USA-JPN", valid=date(2025, 11, 22))
print("lines that read otherwise than a year before:", len(brief.diff_briefs(earlier, page).to_text().splitlines()))
print("written:", ", ".join(sorted(path.name for path in folder.iterdir() if path.stem == "usa-jpn")))
