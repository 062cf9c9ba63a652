"""Rows of sheets, checks, participants, reports, deliveries ↔ domain. Answers have their own: answer_rows."""

import json
from typing import Any

from sqlalchemy import Row

from bot.domain.check import Check, CheckState, Participant, ParticipantState, ReportVersion
from bot.domain.ids import ChannelRef, CheckId, DeliveryId, PersonRef, ReasonId, SheetId, TenantId
from bot.domain.sheet import Reason, SheetText, SheetVersion
from bot.domain.visibility import Visibility
from bot.ports.chat import SentRef
from bot.ports.store import Delivery, DeliveryState
from storage.cipher import Cipher
from storage.statements import Values


def sheet_values(sheet: SheetVersion, cipher: Cipher) -> Values:
    text = {
        "title": sheet.text.title,
        "body": sheet.text.body,
        "reasons": [[reason.id, reason.text, reason.label, reason.main] for reason in sheet.text.reasons],
        "exception_path": sheet.exception_path,
    }
    return {
        "tenant_id": sheet.author.tenant,
        "id": sheet.id,
        "version": sheet.version,
        "slug": sheet.slug,
        "author": sheet.author.user,
        "language": sheet.language,
        "effective_on": sheet.effective_on,
        "sealed_text": cipher.seal(json.dumps(text)),
    }


def sheet_of(row: Row[Any], cipher: Cipher) -> SheetVersion:
    text = json.loads(cipher.open(row.sealed_text))
    reasons = tuple(Reason(ReasonId(id_), words, label, main=main) for id_, words, label, main in text["reasons"])
    return SheetVersion(
        id=SheetId(row.id),
        slug=row.slug,
        version=row.version,
        author=PersonRef(TenantId(row.tenant_id), row.author),
        text=SheetText(text["title"], text["body"], reasons),
        language=row.language,
        exception_path=text["exception_path"],
        effective_on=row.effective_on,
    )


def check_values(check: Check) -> Values:
    return {
        "tenant_id": check.tenant,
        "id": check.id,
        "sheet_id": check.sheet_id,
        "sheet_version": check.sheet_version,
        "manager": check.manager.user,
        "manager_name": check.manager_name,
        "manager_zone": check.manager_zone,
        "manager_locale": check.manager_locale,
        "channel": check.channel.channel,
        "visibility": check.visibility.value,
        "open_for": check.open_for,
        "created_at": check.created_at,
        "audience": [person.user for person in check.audience],
        "leads": [person.user for person in check.leads],
        "state": check.state.value,
        "round": check.round,
        "opened_at": check.opened_at,
        "deadline_at": check.deadline_at,
        "closed_at": check.closed_at,
        "due_at": check.due_at,
        "version": check.version,
    }


def check_of(row: Row[Any]) -> Check:
    tenant = TenantId(row.tenant_id)
    return Check(
        id=CheckId(row.id),
        tenant=tenant,
        sheet_id=SheetId(row.sheet_id),
        sheet_version=row.sheet_version,
        manager=PersonRef(tenant, row.manager),
        manager_name=row.manager_name,
        manager_zone=row.manager_zone,
        manager_locale=row.manager_locale,
        channel=ChannelRef(tenant, row.channel),
        visibility=Visibility(row.visibility),
        open_for=row.open_for,
        created_at=row.created_at,
        audience=tuple(PersonRef(tenant, user) for user in row.audience),
        leads=tuple(PersonRef(tenant, user) for user in row.leads),
        state=CheckState(row.state),
        round=row.round,
        opened_at=row.opened_at,
        deadline_at=row.deadline_at,
        closed_at=row.closed_at,
        due_at=row.due_at,
        version=row.version,
    )


def participant_values(participant: Participant) -> Values:
    return {
        "tenant_id": participant.person.tenant,
        "check_id": participant.check_id,
        "user_id": participant.person.user,
        "name": participant.name,
        "time_zone": participant.time_zone,
        "locale": participant.locale,
        "state": participant.state.value,
        "deadline_at": participant.deadline_at,
        "back_on": participant.back_on,
        "nudge_at": participant.nudge_at,
        "nudges": participant.nudges,
        "gate_asked": participant.gate_asked,
        "confirmed": participant.confirmed,
        "note": participant.note,
        "version": participant.version,
    }


def participant_of(row: Row[Any]) -> Participant:
    return Participant(
        check_id=CheckId(row.check_id),
        person=PersonRef(TenantId(row.tenant_id), row.user_id),
        name=row.name,
        time_zone=row.time_zone,
        locale=row.locale,
        state=ParticipantState(row.state),
        deadline_at=row.deadline_at,
        back_on=row.back_on,
        nudge_at=row.nudge_at,
        nudges=row.nudges,
        gate_asked=row.gate_asked,
        confirmed=row.confirmed,
        note=row.note,
        version=row.version,
    )


def report_values(tenant: TenantId, report: ReportVersion, cipher: Cipher) -> Values:
    return {
        "tenant_id": tenant,
        "check_id": report.check_id,
        "round": report.round,
        "version": report.version,
        "made_at": report.made_at,
        "comparer": report.comparer,
        "themes": [list(theme) for theme in report.themes],
        "cause": report.cause,
        "sealed_headline": cipher.seal(report.headline),
    }


def report_of(row: Row[Any], cipher: Cipher) -> ReportVersion:
    return ReportVersion(
        check_id=CheckId(row.check_id),
        round=row.round,
        version=row.version,
        made_at=row.made_at,
        comparer=row.comparer,
        themes=tuple((own_reason, number) for own_reason, number in row.themes),
        cause=row.cause,
        headline=cipher.open(row.sealed_headline),
    )


def delivery_values(delivery: Delivery) -> Values:
    ref = delivery.ref
    return {
        "tenant_id": delivery.tenant,
        "id": delivery.id,
        "key": delivery.key,
        "kind": delivery.kind,
        "check_id": delivery.check_id,
        "to_person": delivery.to_person,
        "to_channel": delivery.to_channel,
        "args": list(delivery.args),
        "updates": delivery.updates,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "not_before": delivery.not_before,
        "note": delivery.note,
        "ref": None if ref is None else [ref.tenant, ref.conversation, ref.message],
        "made_at": delivery.made_at,
        "attempted_at": delivery.attempted_at,
        "doubt_since": delivery.doubt_since,
        "resent": delivery.resent,
    }


def delivery_of(row: Row[Any]) -> Delivery:
    return Delivery(
        id=DeliveryId(row.id),
        tenant=TenantId(row.tenant_id),
        key=row.key,
        kind=row.kind,
        check_id=CheckId(row.check_id),
        to_person=row.to_person,
        to_channel=row.to_channel,
        args=tuple(row.args),
        updates=None if row.updates is None else DeliveryId(row.updates),
        state=DeliveryState(row.state),
        attempts=row.attempts,
        not_before=row.not_before,
        note=row.note,
        ref=None if row.ref is None else SentRef(*row.ref),
        made_at=row.made_at,
        attempted_at=row.attempted_at,
        doubt_since=row.doubt_since,
        resent=row.resent,
    )
