"""One brief in five forms; every form shows the same records."""

from detente.brief.render.forms import FORMS, Form, render

__all__ = ["FORMS", "Form", "render"]
