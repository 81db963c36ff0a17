"""What went wrong, where, what was expected, and what to do next?

Every bad input ends in one family. A message has four parts: the thing, the place (file:line:column or record), what
was expected, and the next step. Foreign exceptions are caught where their meaning is known and raised again as one of
these.
"""

from collections.abc import Sequence


class DetenteError(Exception):
    """Trouble that a user can act on.

    Parameters
    ----------
    message : the thing that is wrong, with the offending value quoted.
    where : file:line:column, record or argument; None when there is no better place than the call itself.
    expected : what would have been accepted.
    next_step : what the reader should do now.
    problems : further troubles of the same stage, each a complete sentence, reported together.

    >>> print(DetenteError("'1951-13' is not a date", where="acts.csv:7:4", expected="YYYY-MM", next_step="mend it"))
    '1951-13' is not a date
      where: acts.csv:7:4
      expected: YYYY-MM
      next: mend it
    """

    def __init__(
        self,
        message: str,
        *,
        where: str | None = None,
        expected: str | None = None,
        next_step: str | None = None,
        problems: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.expected = expected
        self.next_step = next_step
        self.problems = tuple(problems)

    def __str__(self) -> str:
        """The four parts, one to a line, then the further problems."""
        parts = [("where", self.where), ("expected", self.expected), ("next", self.next_step)]
        lines = [self.message, *(f"  {label}: {text}" for label, text in parts if text)]
        return "\n".join([*lines, *(f"  - {problem}" for problem in self.problems)])


class RegisterError(DetenteError):
    """A row, a reference, a date or a question that the register cannot take."""


class UnknownSubject(RegisterError):
    """Nobody, or more than one, is meant by a name on the day asked for; the message has the nearest."""


class SourceError(DetenteError):
    """A file or data set that cannot be read as what it claims to be: damaged, oversized, unsafe or of another kind."""


class MissingPart(DetenteError):
    """An optional part (extra, font, shape file) is not installed; the message says how to get it."""
