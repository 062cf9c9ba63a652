import os
from pathlib import Path

import pytest

from adapters.terminal.answers import MAX_BYTES, Answer, read_answers
from bot.domain.errors import BadInput


def file(folder: Path, content: str | bytes, name: str = "answers.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def complaint(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read_answers(path)
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_in_the_header(tmp_path: Path, delimiter: str) -> None:
    path = file(tmp_path, f'id{delimiter}text\na{delimiter}"we stay, they stay; all\tstay"\n')

    assert read_answers(path) == [Answer("a", "we stay, they stay; all\tstay")]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_utf_8_is_read_with_and_without_a_byte_order_mark(tmp_path: Path, mark: bytes) -> None:
    path = file(tmp_path, mark + "id,text\na,für später 👍\n".encode())

    assert read_answers(path) == [Answer("a", "für später 👍")]


def test_a_text_is_kept_to_the_letter(tmp_path: Path) -> None:
    path = file(tmp_path, 'id,text\r\na,"  two\nlines, ""quoted"" "\r\n')

    assert read_answers(path)[0].text == '  two\nlines, "quoted" '


def test_more_columns_are_kept(tmp_path: Path) -> None:
    path = file(tmp_path, "Team,ID,Text\nnorth,a,they stay\n")

    assert read_answers(path) == [Answer("a", "they stay", {"Team": "north"})]


def test_answers_without_an_id_are_numbered(tmp_path: Path) -> None:
    assert [a.id for a in read_answers(file(tmp_path, "text\nfirst\n\nsecond\n"))] == ["1", "2"]
    assert [a.id for a in read_answers(file(tmp_path, "id,text\nx,first\n,second\n"))] == ["x", "2"]


def test_json_lines_are_read_like_csv(tmp_path: Path) -> None:
    path = file(tmp_path, '{"id": "a", "text": "they stay", "team": 3}\n\n{"id": null, "text": ""}\n', "answers.jsonl")

    assert read_answers(path) == [Answer("a", "they stay", {"team": "3"}), Answer("2", "")]


def test_a_missing_text_column_names_the_columns_found(tmp_path: Path) -> None:
    assert "found: id, answer" in complaint(file(tmp_path, "id,answer\na,b\n"))


def test_an_id_given_twice_is_named(tmp_path: Path) -> None:
    assert "'a'" in complaint(file(tmp_path, "id,text\na,one\na,two\n"))


@pytest.mark.parametrize("content", ["", "  \n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_called_empty(tmp_path: Path, content: str | bytes) -> None:
    message = complaint(file(tmp_path, content))

    assert "empty" in message or "no column named text" in message


def test_a_header_alone_holds_no_answer(tmp_path: Path) -> None:
    assert "no answer" in complaint(file(tmp_path, "id,text\n"))


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_is_told_with_what_to_do(tmp_path: Path, encoding: str) -> None:
    assert "UTF-8" in complaint(file(tmp_path, "id,text\na,für später\n".encode(encoding)))


def test_a_huge_file_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.touch()
    os.truncate(path, 100_000_000)

    assert "100 MB are too many" in complaint(path)
    assert MAX_BYTES < 100_000_000


def test_an_unquoted_delimiter_in_a_text_is_told(tmp_path: Path) -> None:
    assert "put quotes around" in complaint(file(tmp_path, "id,text\na,they stay, we stay\n"))


def test_a_quote_that_never_ends_is_told_with_its_line(tmp_path: Path) -> None:
    assert "not readable as CSV" in complaint(file(tmp_path, 'id,text\na,"they stay\nb,"x"\n'))


def test_a_row_that_ends_before_its_text_is_told(tmp_path: Path) -> None:
    assert "answer 2" in complaint(file(tmp_path, "id,text\na,they stay\nb\n"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"id": "a", "text": "x"}\n{"id"', "line 2"),
        ("[" * 100_000, "line 1"),
        ('{"id": "a"}', "not an answer"),
        ('["a", "b"]', "not an answer"),
        ('{"id": "a", "text": 3}', "not an answer"),
    ],
)
def test_a_broken_json_line_is_told_with_its_line(tmp_path: Path, content: str, said: str) -> None:
    assert said in complaint(file(tmp_path, content, "answers.jsonl"))


@pytest.mark.parametrize("name", ["missing.csv", "a\x00b.csv", "."])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str) -> None:
    assert "cannot be read" in complaint(tmp_path / name)
