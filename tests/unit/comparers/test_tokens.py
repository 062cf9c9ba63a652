import gzip
import json
from pathlib import Path

import pytest

from adapters.comparers.local.tokens import UNKNOWN, Pieces, Unigrams, WordPieces, load_pieces

SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
WORDS = WordPieces([*SPECIAL, "call", "##ers", "##s", "the", "'", "!", "£", "##4", "cafe", "$"])
UNIGRAMS = Unigrams([*SPECIAL, "▁call", "er", "s", "▁", "call"], [0.0, 0.0, 0.0, 0.0, -3.0, -4.0, -4.0, -2.0, -9.0])


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("The callers", [7, 4, 5]),
        ("CALLS!", [4, 6, 9]),
        ("the calls' the", [7, 4, 6, 8, 7]),
        ("café", [12]),
        ("£4", [10, 11]),
        ("call$", [4, 13]),
        ("cal\u200dl", [4]),
        ("unheard of", [UNKNOWN, UNKNOWN]),
        ("👀💸", [UNKNOWN]),
        ("", []),
        ("call" + "s" * 200, [UNKNOWN]),
    ],
)
def test_english_is_cut_into_the_longest_pieces_without_case_and_accents(text: str, ids: list[int]) -> None:
    assert WORDS.ids(text) == ids


@pytest.mark.parametrize(
    ("text", "ids"), [("callers", [4, 5, 6]), ("call call", [4, 4]), ("q", [7, UNKNOWN]), ("qqq", [7, UNKNOWN])]
)
def test_the_five_languages_are_cut_into_the_most_probable_pieces(text: str, ids: list[int]) -> None:
    assert UNIGRAMS.ids(text) == ids


@pytest.mark.parametrize("pieces", [WORDS, UNIGRAMS])
def test_a_text_of_a_megabyte_without_a_blank_is_cut_in_no_time(pieces: Pieces) -> None:
    assert len(pieces.ids("x" * 1_000_000)) <= 200


@pytest.mark.parametrize(
    ("vocabulary", "kind"), [({"pieces": SPECIAL}, WordPieces), ({"pieces": SPECIAL, "scores": [0.0] * 4}, Unigrams)]
)
def test_a_vocabulary_says_how_it_cuts(tmp_path: Path, vocabulary: dict[str, object], kind: type[Pieces]) -> None:
    path = tmp_path / "vocabulary.json.gz"
    path.write_bytes(gzip.compress(json.dumps(vocabulary).encode()))

    assert isinstance(load_pieces(path), kind)
