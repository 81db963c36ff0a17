"""The brief: one page on an actor, a pair, an alliance or a region, as of a date, every digit with its source."""

from detente.brief.brief import Brief
from detente.brief.compose import compose, compose_from
from detente.brief.diff import BriefDiff, diff_briefs

__all__ = ["Brief", "BriefDiff", "compose", "compose_from", "diff_briefs"]
