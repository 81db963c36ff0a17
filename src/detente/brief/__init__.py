"""The brief: one page on an actor, a pair, an alliance or a region, as of a date, every digit with its source."""

from detente.brief.compose import compose, compose_from
from detente.brief.page import Brief

__all__ = ["Brief", "compose", "compose_from"]
