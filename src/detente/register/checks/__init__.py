"""What in this register contradicts itself, or cannot be as it is written? One small function per kind of finding."""

from detente.register.checks.findings import Findings
from detente.register.checks.registry import CHECKS, Check, run
from detente.register.checks.tables import Tables

__all__ = ["CHECKS", "Check", "Findings", "Tables", "run"]
