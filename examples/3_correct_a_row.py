"""How is a fact corrected without losing what was believed before? Run: python examples/3_correct_a_row.py [FOLDER]"""

import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from detente import Register

register = Register.reference()
at = datetime(2026, 12, 1, 9, tzinfo=UTC)  # this reading is made up for the example
correction = register.correct(
    "participations",
    "USROC1954/USA/entered_into_force",
    {"confidence": "reported", "locator": "exchange of ratifications, Taipei"},
    by="A. Reader",
    at=at,
    reason="read in a collection of treaties",
    source="compiled-states",
)
corrected = register.apply(correction)

# Nothing is overwritten: version 1 stands, version 2 follows it.
history = corrected.history("USROC1954/USA/entered_into_force")
for version in history.select("version", "recorded_at", "confidence").iter_rows(named=True):
    print(version["version"], version["recorded_at"].date(), version["confidence"])

# As known the day before, the answer is the old one.
for known in (date(2026, 11, 30), date(2026, 12, 1)):
    acts = corrected.as_of(date(1970, 1, 1), known).participations
    print(f"known {known}:", acts.filter(acts["record"] == "USROC1954/USA/entered_into_force")["confidence"][0])

# Saved as a folder of CSV files with a descriptor, and opened again: the same register.
folder = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp()) / "my-register"
corrected.save(folder, created=at)
print("the same after saving and opening:", Register.open(folder).digest() == corrected.digest())
