"""What could have been known on a day, and what is known of it now? Run: python examples/2_two_times.py"""

from datetime import date

import polars as pl

from detente import Register, changes

register = Register.reference()
day, then = date(2025, 12, 31), date(2024, 1, 31)
finnish = pl.col("agreement").str.contains("FIN")

# Valid time: what held on `day`. Known time: what had been published by `then`.
known_now = register.as_of(day).agreements.filter(finnish)
known_then = register.as_of(day, then, basis="published").agreements.filter(finnish)
print("known now: ", known_now["agreement"].to_list())
print("known then:", known_then["agreement"].to_list())

# The world moved: the same knowledge, two days.
moved = changes(register.as_of(date(1999, 3, 1)), register.as_of(date(1999, 4, 1))).moved
for change in moved.statuses.filter(pl.col("about").str.starts_with("NAT1949")).iter_rows(named=True):
    print(f"{change['about']} became {change['new']} by {', '.join(change['acts'])}")
