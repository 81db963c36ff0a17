"""What is: the dated, versioned, sourced record."""

from detente.register.register import Register
from detente.register.snapshot import Snapshot

__all__ = ["Register", "Snapshot"]
