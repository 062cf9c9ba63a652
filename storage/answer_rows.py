"""Rows of answers ↔ domain. Everything in somebody's own words lies in one token a row, what was heard in another."""

import json
from typing import Any

from sqlalchemy import Row

from bot.domain.ids import CheckId, PersonRef, ReasonId, RestatementId, TenantId
from bot.domain.restatement import ReadBack, Restatement
from bot.domain.verdict import Chances, Coding, OwnReason, Span, Verdict, VerdictKind
from storage.cipher import Cipher
from storage.statements import Values


def restatement_values(restatement: Restatement, cipher: Cipher) -> Values:
    words = [
        restatement.why,
        restatement.differently,
        restatement.worry,
        restatement.objection,
        restatement.fix,
    ]
    return {
        "tenant_id": restatement.person.tenant,
        "id": restatement.id,
        "check_id": restatement.check_id,
        "round": restatement.round,
        "user_id": restatement.person.user,
        "quotable": restatement.quotable,
        "submitted_at": restatement.submitted_at,
        "revision": restatement.revision,
        "gated": restatement.gated,
        "sealed_words": cipher.seal(json.dumps(words)),
        "sealed_translation": None,  # was one of other words
    }


def restatement_of(row: Row[Any], cipher: Cipher) -> Restatement:
    why, differently, worry, objection, fix = json.loads(cipher.open(row.sealed_words))
    return Restatement(
        id=RestatementId(row.id),
        check_id=CheckId(row.check_id),
        round=row.round,
        person=PersonRef(TenantId(row.tenant_id), row.user_id),
        why=why,
        differently=differently,
        worry=worry,
        quotable=row.quotable,
        objection=objection,
        submitted_at=row.submitted_at,
        revision=row.revision,
        fix=fix,
        gated=row.gated,
    )


def read_back_values(read_back: ReadBack, cipher: Cipher) -> Values:
    heard = {
        "coding": _coding_values(read_back.coding),
        "yes": sorted(read_back.yes),
        "no": sorted(read_back.no),
        "dropped": sorted(read_back.dropped),
        "dropped_own": sorted(read_back.dropped_own),
    }
    return {
        "comparer": read_back.comparer,
        "coded_revision": read_back.revision,
        "confirmed_at": read_back.confirmed_at,
        "sealed_read_back": cipher.seal(json.dumps(heard)),
    }


def read_back_of(row: Row[Any], cipher: Cipher) -> ReadBack | None:
    """None where the answer has not been compared yet."""
    if row.sealed_read_back is None:
        return None
    heard = json.loads(cipher.open(row.sealed_read_back))
    return ReadBack(
        coding=_coding_of(heard["coding"]),
        comparer=row.comparer,
        revision=row.coded_revision,
        yes=frozenset(map(ReasonId, heard["yes"])),
        no=frozenset(map(ReasonId, heard["no"])),
        dropped=frozenset(map(ReasonId, heard["dropped"])),
        dropped_own=frozenset(heard["dropped_own"]),
        confirmed_at=row.confirmed_at,
    )


def _coding_values(coding: Coding) -> dict[str, object]:
    return {
        "verdicts": [
            [v.reason_id, v.kind.value, v.unsure, [v.p.expressed, v.p.absent, v.p.contradicted], _span_values(v.quote)]
            for v in coding.verdicts
        ],
        "own_reasons": [[own.text, _span_values(own.quote)] for own in coding.own_reasons],
        "informative": coding.informative,
        "parroting": coding.parroting,
        "objection": coding.objection,
    }


def _coding_of(values: dict[str, Any]) -> Coding:
    return Coding(
        verdicts=tuple(
            Verdict(ReasonId(reason_id), VerdictKind(kind), unsure, Chances(*chances), _span_of(quote))
            for reason_id, kind, unsure, chances, quote in values["verdicts"]
        ),
        own_reasons=tuple(OwnReason(text, _span_of(quote)) for text, quote in values["own_reasons"]),
        informative=values["informative"],
        parroting=values["parroting"],
        objection=values["objection"],
    )


def _span_values(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _span_of(values: list[int] | None) -> Span | None:
    return None if values is None else Span(*values)
