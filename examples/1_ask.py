"""What had a state promised on a day, and how sure is it? Run: python examples/1_ask.py"""

from datetime import date

from detente import Register, owed, party_status

register = Register.reference()
today = register.as_of(date(2026, 11, 22))
before_the_end = register.as_of(date(1979, 6, 30))

# A status is derived from dated acts, per party; nobody types it.
for snapshot, agreement, party in ((today, "NAT1949", "POL"), (before_the_end, "USROC1954", "USA")):
    row = party_status(snapshot, agreement, party).row(0, named=True)
    notice = f", notice {row['notice']}, exit due {row['exit_due_first']}" if row["notice"] else ""
    print(f"{party} in {agreement} on {snapshot.valid}: {row['state']} ({row['confidence']}){notice}")

# Who owes what to whom: each ordered pair, with the weakest confidence of all that it rests on.
for duty in owed(today, "USA", "JPN", kinds=("assist", "consult")).iter_rows(named=True):
    print(f"USA to JPN: {duty['kind']} under {duty['agreement']} ({duty['binding']}, {duty['confidence']})")

# No row is no answer: only inside a complete list does it mean "no"; None is "cannot tell".
print("is France absent from NATO?", today.absent("memberships", organisation="NATO", member="FRA"))
print("is Sweden absent from NATO in 1979?", before_the_end.absent("memberships", organisation="NATO", member="SWE"))
print("has France posted no attaché?", today.absent("posts", sending="FRA"))
