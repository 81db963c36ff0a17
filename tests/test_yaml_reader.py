"""YAML that people write: text stays text, places are kept, surprises are refused."""

from pathlib import Path

import pytest

from detente import yaml_reader
from detente.errors import SourceError
from detente.yaml_reader import Text


def test_no_word_turns_into_something_else() -> None:
    read = yaml_reader.parse("norway: NO\non: off\nmonth: 1951-09\noctal: 012\nnothing:\nnull: ~\n")

    assert {"norway": "NO", "on": "off", "month": "1951-09", "octal": "012", "nothing": "", "null": "~"} == read


def test_every_value_knows_its_line_and_column() -> None:
    read = yaml_reader.parse("a:\n  - one\n  - b: two\n", "pack.yaml")

    assert isinstance(read, dict)
    assert isinstance(read["a"], list)  # type: ignore[index]  # a Text is a str
    inner = read["a"][1]  # type: ignore[index]
    assert isinstance(inner, dict)
    two = inner["b"]  # type: ignore[index]
    assert isinstance(two, Text)
    assert "pack.yaml:3:8" == two.where


@pytest.mark.parametrize(
    "text, trouble, place",
    [
        ("a: 1\na: 2\n", "stands twice", "x.yaml:2:1"),
        ("a: &x 1\nb: *x\n", "anchors and aliases", "x.yaml:1:4"),
        ("a: !!python/object:os.system ls\n", "tag", "x.yaml:1:4"),
        ("<<: {a: 1}\n", "plain word", "x.yaml:1:1"),
        ("? [a]\n: b\n", "plain word", "x.yaml:1:3"),
        ("a: [1\n", "not YAML", "x.yaml:2:1"),
        ("", "empty", "x.yaml"),
        ("--- a\n--- b\n", "not YAML", "x.yaml:2:1"),
        ("a: b: c\n", "not YAML", "x.yaml:1:5"),
    ],
)
def test_it_refuses_with_the_place(text: str, trouble: str, place: str) -> None:
    with pytest.raises(SourceError, match=trouble) as refused:
        yaml_reader.parse(text, "x.yaml")
    assert place == refused.value.where


def test_it_refuses_other_encodings_missing_files_and_very_large_ones(tmp_path: Path) -> None:
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("a: Détente\n".encode("latin-1"))
    huge = tmp_path / "huge.yaml"
    huge.write_bytes(b"a" * (yaml_reader.MAX_BYTES + 1))

    for path, trouble in ((latin, "not UTF-8"), (huge, "bytes"), (tmp_path / "none.yaml", "cannot read")):
        with pytest.raises(SourceError, match=trouble):
            yaml_reader.read(path)
