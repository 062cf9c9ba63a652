import json

from bot.domain.figures import figures
from bot.domain.figures_json import as_json
from bot.domain.verdict import Standing
from tests.builders import a_reason, an_account, people

A, B, C, D, E = people(5)
SHEET = (a_reason("r1", label="Keep Acme", main=True), a_reason("r2", label="Fewer chargebacks"))


def test_a_report_stands_as_counts_rounded_indexes_and_ids() -> None:
    accounts = [
        an_account(A, ["r1"], own=("peace",), read_back=2, kept=1),
        an_account(B, ["r1"], own=("peace",)),
        an_account(C, {"r1": Standing.CONTRADICTED}),
        an_account(D, ["r2"]),
        an_account(E, {"r1": Standing.UNPROMPTED, "r2": Standing.RECOGNISED}, confirmed=False),
    ]

    report = as_json(figures(SHEET, accounts, [(0,), (0,), (), (), ()]))

    assert report == {
        "n": 5,
        "no_information": 0,
        "objections": 0,
        "unconfirmed": 1,
        "coding_accuracy": {"kept": 1, "read_back": 2},
        "tune": 0.4667,
        "tune_interval": {"low": 0.0966, "high": 0.8367},
        "unison": 0.3333,
        "unison_interval": {"low": 0.0, "high": 1.0},
        "quadrant": "soloists",
        "on_border": True,
        "reasons": [
            {
                "reason_id": "r1",
                "label": "Keep Acme",
                "main": True,
                "landed": 3,
                "n": 5,
                "interval": {"low": 0.2307, "high": 0.8824},
                "split": 0.8,
                "unprompted": ["p0", "p1", "p4"],
                "recognised": [],
                "contradicted": ["p2"],
            },
            {
                "reason_id": "r2",
                "label": "Fewer chargebacks",
                "main": False,
                "landed": 1,
                "n": 5,
                "interval": {"low": 0.0362, "high": 0.6245},
                "split": 0.4,
                "unprompted": ["p3"],
                "recognised": ["p4"],
                "contradicted": [],
            },
        ],
        "themes": [{"theme": 0, "text": "peace", "people": ["p0", "p1"]}],
        "takes": [
            {"reasons": ["r1"], "themes": [0], "people": ["p0", "p1"]},
            {"reasons": ["r1"], "themes": [], "people": ["p4"]},
            {"reasons": ["r2"], "themes": [], "people": ["p3"]},
            {"reasons": [], "themes": [], "people": ["p2"]},
        ],
        "mismatches": [
            {"kind": "contradicted", "reason_id": "r1", "theme": None, "takes": [], "people": ["p2"]},
            {"kind": "not_landed", "reason_id": "r1", "theme": None, "takes": [], "people": ["p2", "p3"]},
            {"kind": "not_landed", "reason_id": "r2", "theme": None, "takes": [], "people": ["p0", "p1", "p2", "p4"]},
            {"kind": "shared_own_reason", "reason_id": None, "theme": 0, "takes": [], "people": ["p0", "p1"]},
        ],
    }


def test_what_is_not_defined_is_null_and_every_key_is_there() -> None:
    report = as_json(figures(SHEET, [], []))

    assert [report[key] for key in ("tune", "tune_interval", "unison", "unison_interval", "quadrant")] == [None] * 5
    assert json.loads(json.dumps(report)) == report
    assert report.keys() == as_json(figures(SHEET, [an_account()], [()])).keys()


def test_two_takes_are_written_out() -> None:
    accounts = [an_account(A, ["r1"]), an_account(B, ["r1"]), an_account(C, ["r2"]), an_account(D, ["r2"])]

    mismatches = as_json(figures(SHEET, accounts, [()] * 4))["mismatches"]

    assert isinstance(mismatches, list)
    assert mismatches[-1] == {
        "kind": "two_takes",
        "reason_id": None,
        "theme": None,
        "takes": [
            {"reasons": ["r1"], "themes": [], "people": ["p0", "p1"]},
            {"reasons": ["r2"], "themes": [], "people": ["p2", "p3"]},
        ],
        "people": [],
    }
