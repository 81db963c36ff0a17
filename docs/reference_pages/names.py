"""Which names of the package are public, and how are they called?"""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

import detente
from reference_pages import markdown

HEAD = (
    "What `from detente import ...` gives, and what stands in its public packages. A name that is not here may change"
    " without a word. Signatures are as written in the source; what a class can do is told where it stands first."
)
PACKAGES = (
    "detente.register",
    "detente.brief",
    "detente.figures",
    "detente.register.checks",
    "detente.errors",
    "detente.results",
)


def page() -> str:
    """Every public name, with its signature and what it says of itself."""
    parts, told = ["# Python", HEAD], set[int]()
    for module, names in public():
        parts += [f"## {module.__name__}", markdown.summary(module)]
        rows = []
        for name in names:
            value = getattr(module, name)
            rows += list(_rows(name, value))[: 1 if id(value) in told else None]
            told.add(id(value))
        parts.append(markdown.table(["name", "gives"], rows))
    return "\n\n".join(parts)


def public() -> Iterator[tuple[ModuleType, list[str]]]:
    """Each public module with its names."""
    for module in (detente, *map(import_module, PACKAGES)):
        listed = getattr(module, "__all__", None)
        own = listed or [name for name, value in vars(module).items() if _is_own(name, value, module)]
        yield module, sorted(name for name in own if not inspect.ismodule(getattr(module, name)))


def _is_own(name: str, value: object, module: ModuleType) -> bool:
    """Whether a module without a list of its public names defines this one."""
    return not name.startswith("_") and getattr(value, "__module__", None) == module.__name__


def _rows(name: str, value: object) -> Iterator[list[str]]:
    """One row for a name, and for a class one for each method and property of its own."""
    if inspect.isclass(value):
        yield [f"`{name}`", markdown.cell(markdown.summary(value))]
        for member, what in sorted(vars(value).items()):
            if not member.startswith("_") and _is_told(what):
                yield [f"`{name}.{member}{_signature(what)}`", markdown.cell(markdown.summary(_function(what)))]
    elif inspect.isfunction(value):
        yield [f"`{name}{_signature(value)}`", markdown.cell(markdown.summary(value))]
    else:
        yield [f"`{name}`", markdown.cell(_constant(value))]


def _is_told(what: object) -> bool:
    return hasattr(_function(what), "__code__") or isinstance(what, property)


def _function(what: object) -> object:
    """The function under a property, a class method or a cached property."""
    for attribute in ("fget", "func", "__func__"):
        what = getattr(what, attribute, what)
    return what


def _signature(what: object) -> str:
    """`(a, *, b=1)` without annotations; nothing for a property."""
    function = _function(what)
    if isinstance(what, property) or hasattr(what, "func") or not inspect.isfunction(function):
        return ""
    definition = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(definition, ast.FunctionDef)
    given = definition.args
    for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg):
        if argument is not None:
            argument.annotation = None
    given.args = [argument for argument in given.args if argument.arg not in ("self", "cls")]
    given.posonlyargs = [argument for argument in given.posonlyargs if argument.arg not in ("self", "cls")]
    return f"({ast.unparse(given)})".replace("|", "\\|")


def _constant(value: object) -> str:
    """What is not callable: its words if it is a short list, else its kind."""
    if isinstance(value, str):
        return f"`{value}`"
    words = getattr(value, "__args__", None)
    return (
        f"one of: {' · '.join(map(str, words))}"
        if words and all(isinstance(w, str) for w in words)
        else type(value).__name__
    )
