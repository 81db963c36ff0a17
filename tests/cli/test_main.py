"""What any command does with wrong words, trouble below, a reader that goes away and a hand on the keyboard."""

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from detente import __version__
from detente.cli import main
from tests.command_line import detente
from tests.shared import ROOT
from tests.test_layers import EXTRAS

COMMAND = [sys.executable, "-c", "import sys; from detente.cli import main; sys.exit(main())"]
# The same without the extras: argv[1] names what cannot be found, the rest is the command.
BARE = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ABSENT:
            raise ModuleNotFoundError(f"{name} is not there", name=name)
ABSENT = sys.argv.pop(1).split()
sys.meta_path.insert(0, Absent())
from detente.cli import main
sys.exit(main())
"""


class Interrupted(io.StringIO):
    """A terminal at which somebody presses Ctrl-C."""

    def write(self, text: str, /) -> int:
        """Never writes `text`."""
        del text
        raise KeyboardInterrupt


class FullDisk(io.StringIO):
    """An output that takes nothing."""

    def write(self, text: str, /) -> int:
        """Never writes `text`."""
        del text
        raise OSError(28, "No space left on device")


def bare(*words: str) -> subprocess.CompletedProcess[str]:
    """Run `detente` in a fresh interpreter in which no extra is installed."""
    command = [sys.executable, "-c", BARE, " ".join(EXTRAS), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def test_help_names_the_nouns_and_every_verb_has_one_line() -> None:
    top, register = detente("--help"), detente("register", "--help")

    assert top.status == 0
    assert "brief" in top.out
    verbs = "check status owed as-of history diff import export template merge duplicates coverage notices schema seal"
    assert [verb for verb in verbs.split() if f" {verb} " not in register.out] == []


def test_the_version_is_the_one_of_the_package() -> None:
    assert detente("--version").out.strip() == __version__


@pytest.mark.parametrize(
    "words, said, page",
    [
        (("register", "statsu"), 'Unknown command "statsu"', "detente register"),
        (("register", "as-of", "--bogus"), "Unknown option: --bogus", "detente register as-of"),
        (("register", "owed", "USA", "JPN", "--format", "xml"), 'Invalid value "xml"', "detente register owed"),
        (("nonsense",), "nonsense", "detente"),
    ],
)
def test_wrong_words_are_refused_with_the_page_that_has_the_right_ones(
    words: tuple[str, ...], said: str, page: str
) -> None:
    ran = detente(*words)

    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.splitlines()[-1] == f"  next: see `{page} --help`"


def test_an_answer_can_go_into_a_new_file_and_never_into_an_old_one(tmp_path: Path) -> None:
    words = ("register", "owed", "USA", "JPN", "--on", "2026-11-22", "--json", "--out", tmp_path / "owed.json")

    first, second = detente(*words), detente(*words)

    assert (first.status, first.out) == (0, "")
    assert json.loads((tmp_path / "owed.json").read_text(encoding="utf-8"))["from"] == "USA"
    assert second.status == 2
    assert second.err.startswith(f"{tmp_path / 'owed.json'} exists")


def test_a_folder_that_cannot_be_written_leaves_no_half_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    ran = detente("register", "schema", "--out", tmp_path / "file" / "schema.txt")

    assert ran.status == 2
    assert ran.err.startswith(f"cannot write {tmp_path / 'file' / 'schema.txt'}")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_hand_on_the_keyboard_ends_it_without_a_word() -> None:
    err = io.StringIO()

    with contextlib.redirect_stdout(Interrupted()), contextlib.redirect_stderr(err):
        status = main(["register", "schema"])

    assert (130, "") == (status, err.getvalue())


def test_an_output_that_takes_nothing_is_trouble_in_four_parts() -> None:
    err = io.StringIO()

    with contextlib.redirect_stdout(FullDisk()), contextlib.redirect_stderr(err):
        status = main(["register", "schema"])

    assert status == 2
    assert err.getvalue().startswith("No space left on device\n  expected: ")


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is another error there")
def test_a_reader_that_has_read_enough_ends_it_without_a_word() -> None:
    command = [*COMMAND, "register", "as-of", "--table", "participations", "--on", "2026-11-22"]

    # Unbuffered, Python drops what a closed pipe did not take, and no error comes.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}

    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        first = running.stdout.readline()
        running.stdout.close()
        complaints = running.stderr.read()

    assert first.startswith(b"table participations")
    assert (141, b"") == (running.returncode, complaints)


def test_a_console_that_lacks_a_sign_shows_its_number() -> None:
    command = [
        sys.executable,
        "-X",
        "utf8=0",
        *COMMAND[1:],
        "register",
        "as-of",
        "--table",
        "activities",
        "--on",
        "2100-01-01",
        "--json",
    ]
    environment = {"PYTHONIOENCODING": "ascii", "PATH": ""}
    done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT, env=environment)

    assert (0, b"") == (done.returncode, done.stderr)
    assert done.stdout.isascii()


def test_a_bare_install_has_help_and_the_brief_as_text() -> None:
    help_page, page = bare("--help"), bare("brief", "USA-JPN", "--on", "2026-11-22")

    assert (0, "") == (help_page.returncode, help_page.stderr)
    assert (0, "") == (page.returncode, page.stderr)
    assert "2026-11-22" in page.stdout


def test_a_bare_install_says_what_a_workbook_needs(tmp_path: Path) -> None:
    done = bare("register", "export", str(tmp_path / "book.xlsx"), "--format", "xlsx")

    assert done.returncode == 2
    assert "xlsxwriter" in done.stderr
    assert "Traceback" not in done.stderr
