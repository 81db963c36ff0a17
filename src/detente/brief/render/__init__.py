"""One brief in five forms; every form shows the same records."""

from detente.brief.render.text import to_text

__all__ = ["to_text"]
