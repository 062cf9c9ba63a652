"""What the sheet's dialog gave, read and checked. What is wrong is said at its field; what was typed stays there."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from bot.domain.ids import PersonRef, TenantId
from bot.domain.own_words import clean
from bot.domain.sheet import (
    MAX_LABEL,
    MAX_REASON,
    MAX_REASONS,
    MAX_TEXT,
    MAX_TITLE,
    Reason,
    SheetText,
    label_of,
    reasons_of,
)
from bot.messages.catalogue import Catalogue, languages
from bot.messages.sheets import DEFAULT_SPAN, MAX_EXCEPTION_PATH, SPANS

_BULLET = re.compile(r"^[-•*–]\s+")


@dataclass(frozen=True, slots=True)
class Written:
    """What the dialog gave: its fields, the body (perhaps kept from long notes) and the reasons, one a line."""

    given: Mapping[str, str]
    body: str
    reasons: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.given.get("title", "")

    @property
    def text(self) -> SheetText:
        return SheetText(self.title, self.body, reasons_of(self.reasons, main=self.main, labels=self.labels))

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(label.strip() for label in self.given.get("labels", "").splitlines())

    def relabelled(self, before: tuple[Reason, ...]) -> Self:
        """Without the proposed labels left beside a reason that reads otherwise now: they are proposed anew."""
        was = {reason.label: reason.text for reason in before if reason.label == label_of(reason.text)}
        texts = [*self.reasons, *("" for _ in self.labels)]
        labels = [
            label if was.get(label, text) == text else "" for label, text in zip(self.labels, texts, strict=False)
        ]
        return replace(self, given={**self.given, "labels": "\n".join(labels)})

    @property
    def main(self) -> int:
        """The index of the main reason."""
        return int(self.given.get("main") or 1) - 1

    @property
    def open_for(self) -> str:
        return self.given.get("open_for") or DEFAULT_SPAN

    @property
    def effective_on(self) -> date | None:
        return _date(self.given.get("effective_on", ""))

    def people(self, field: str, tenant: TenantId) -> tuple[PersonRef, ...]:
        return tuple(PersonRef(tenant, user) for user in dict.fromkeys(self.given.get(field, "").split()))


def written(values: Mapping[str, str], kept_body: str) -> Written:
    """`kept_body` is the body of a draft made from long notes, which the dialog does not carry; "" for any other."""
    given = {name: clean(value) for name, value in values.items()}
    given["title"] = " ".join(given.get("title", "").split())
    lines = (_BULLET.sub("", line.strip()) for line in given.get("reasons", "").splitlines())
    return Written(given, kept_body or given.get("body", ""), tuple(line for line in lines if line))


def errors(texts: Catalogue, sheet: Written) -> tuple[tuple[str, str], ...]:
    """Field id → what to do, for every field that cannot be taken as it is."""
    return tuple(
        (name, what)
        for name, what in (
            ("title", _too_long(texts, sheet.title, MAX_TITLE, required=True)),
            ("body", _too_long(texts, sheet.given.get("body", "") or sheet.body[:1], MAX_TEXT, required=True)),
            ("reasons", next(_reasons(texts, sheet), "")),
            ("main", _main(texts, sheet)),
            ("labels", next(_labels(texts, sheet), "")),
            ("exception_path", _too_long(texts, sheet.given.get("exception_path", ""), MAX_EXCEPTION_PATH)),
            ("effective_on", _effective_on(texts, sheet)),
            ("open_for", "" if sheet.open_for in SPANS else texts("error.bad_choice")),
            ("language", "" if sheet.given.get("language", "") in ("", *languages()) else texts("error.bad_choice")),
        )
        if what
    )


def _too_long(texts: Catalogue, text: str, most: int, *, required: bool = False) -> str:
    if required and not text:
        return texts("error.empty")
    return texts("error.too_long", n=len(text), most=most) if len(text) > most else ""


def _reasons(texts: Catalogue, sheet: Written) -> Iterator[str]:
    reasons = sheet.reasons
    if len(reasons) > MAX_REASONS:
        yield texts("error.too_many_reasons", n=len(reasons), most=MAX_REASONS)
    longest = max(reasons, key=len, default="")
    if len(longest) > MAX_REASON:
        yield texts("error.long_reason", start=longest[:40], n=len(longest), most=MAX_REASON)
    if len({" ".join(reason.casefold().split()) for reason in reasons}) < len(reasons):
        yield texts("error.same_reason_twice")


def _main(texts: Catalogue, sheet: Written) -> str:
    main = sheet.given.get("main") or "1"
    if main not in {str(i + 1) for i in range(MAX_REASONS)}:
        return texts("error.bad_choice")
    if sheet.reasons and int(main) > len(sheet.reasons):
        return texts("error.main_missing", n=len(sheet.reasons))
    return ""


def _labels(texts: Catalogue, sheet: Written) -> Iterator[str]:
    labels = sheet.labels
    if sheet.reasons and len(labels) > len(sheet.reasons):
        yield texts("error.too_many_labels", n=len(labels), reasons=len(sheet.reasons))
    longest = max(labels, key=len, default="")
    if len(longest) > MAX_LABEL:
        yield texts("error.long_label", start=longest[:MAX_LABEL], n=len(longest), most=MAX_LABEL)


def _effective_on(texts: Catalogue, sheet: Written) -> str:
    return texts("error.bad_date") if sheet.given.get("effective_on") and sheet.effective_on is None else ""


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
