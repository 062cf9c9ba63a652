"""What is sent to a language model: instructions from a versioned file, and what people wrote as delimited data.

All requests about one sheet begin with the same bytes, which endpoints can cache. What follows depends on one text
alone, so that no text can reach another's verdict.
"""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from bot.domain.ids import ReasonId
from bot.domain.lint import FindingKind
from bot.domain.sheet import MAX_REASON, MAX_REASONS, SheetText
from bot.domain.verdict import VerdictKind

VERSION = 1  #: of the prompts, printed in the report as part of the comparer's name
FOLDER = Path(__file__).parent / "prompts"
CERTAINTIES = ("certain", "likely", "unsure")

#: What a review may remark, and how it names the sheet as a whole. Lengths need no model.
REMARKS = (
    FindingKind.NO_BECAUSE,
    FindingKind.JARGON,
    FindingKind.TWO_IN_ONE,
    FindingKind.OVERLAP,
    FindingKind.VAGUE_TITLE,
)
SHEET = "sheet"
MAX_WAYS = 3  #: to explain a reason differently

MAX_BODY = 8_000  #: characters of a sheet's text that are sent; the reasons are what is compared
MAX_ANSWER = 12_000  #: characters of an answer that are read
MAX_NOTES = 40_000  #: characters of notes that are read for reasons
MAX_OWN = 300  #: characters of an own reason that are read for grouping

#: What no JSON or log takes, and what reverses the reading direction: each becomes one "�", so quotes keep their place.
_UNSENDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

Schema = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One request: who said what, in order, and the shape of the reply."""

    name: str
    messages: tuple[tuple[str, str], ...]  #: role, content
    schema: Schema

    @property
    def most_tokens(self) -> int:
        """More tokens than the messages can have: a token stands for at least one byte. 8 a message for its role."""
        return len(json.dumps(self.schema)) + sum(len(content.encode()) + 8 for _, content in self.messages)

    def and_then(self, reply: str, words: str) -> "Prompt":
        return replace(self, messages=(*self.messages, ("assistant", reply or "{}"), ("user", words)))


def readable(text: str, most: int) -> str:
    """The text's beginning as it is sent, character for character."""
    return _UNSENDABLE.sub("\ufffd", text[:most])


def _written(sheet: SheetText) -> str:
    given = {
        "title": readable(sheet.title, MAX_BODY),
        "text": readable(sheet.body, MAX_BODY),
        "reasons": {f"r{i}": readable(reason.text, MAX_BODY) for i, reason in enumerate(sheet.reasons, 1)},
    }
    return json.dumps(given, ensure_ascii=False, indent=1)


def coding(sheet: SheetText) -> "Coding":
    written = _written(sheet)
    instructions = _text("code").replace("{sheet_mark}", _mark("sheet", written)).replace("{sheet}", written)
    return Coding(instructions, _coding_schema(len(sheet.reasons)))


@dataclass(frozen=True, slots=True)
class Coding:
    """Everything that is the same for all answers to one sheet."""

    instructions: str
    schema: Schema

    def of(self, answer: str) -> Prompt:
        """`answer` as `readable` gave it."""
        return Prompt("coding", (("system", self.instructions), ("user", _delimited("answer", answer)[1])), self.schema)

    def again(self, prompt: Prompt, reply: str) -> Prompt:
        return prompt.and_then(reply, _text("code_again"))


def grouping(texts: Sequence[str]) -> Prompt:
    """`texts` are numbered from 1."""
    lines = [f"{number}: {json.dumps(text, ensure_ascii=False)}" for number, text in enumerate(texts, 1)]
    mark, data = _delimited("texts", "\n".join(lines))
    themes = _list_of(_list_of({"type": "integer"}))
    return Prompt(
        "themes", (("system", _text("group").replace("{mark}", mark)), ("user", data)), _object(themes=themes)
    )


def proposing(notes: str) -> Prompt:
    mark, data = _delimited("notes", notes)
    instructions = _text("propose").replace("{mark}", mark).replace("{most}", str(MAX_REASONS))
    sentences = _list_of({"type": "string"})
    return Prompt("reasons", (("system", instructions), ("user", data)), _object(sentences=sentences))


def reviewing(sheet: SheetText) -> Prompt:
    mark, data = _delimited("sheet", _written(sheet))
    about = [f"r{i}" for i in range(1, len(sheet.reasons) + 1)]
    remark = _object(
        about={"type": "string", "enum": [SHEET, *about]},
        kind={"type": "string", "enum": list(REMARKS)},
        words={"type": "string"},
        other={"type": "string", "enum": ["", *about]},
    )
    instructions = _text("review").replace("{mark}", mark)
    return Prompt("review", (("system", instructions), ("user", data)), _object(remarks=_list_of(remark)))


def explaining(sheet: SheetText, reason_id: ReasonId) -> Prompt:
    mark, data = _delimited("sheet", _written(sheet))
    asked = next(f"r{i}" for i, reason in enumerate(sheet.reasons, 1) if reason.id == reason_id)
    instructions = _text("explain").replace("{mark}", mark).replace("{most}", str(MAX_WAYS))
    instructions = instructions.replace("{longest}", str(MAX_REASON)).replace("{reason}", asked)
    ways = _list_of({"type": "string"})
    return Prompt("explanation", (("system", instructions), ("user", data)), _object(ways=ways))


def translating(words: str, language: str) -> Prompt:
    mark, data = _delimited("answer", words)
    instructions = _text("translate").replace("{mark}", mark).replace("{language}", language)
    return Prompt("translation", (("system", instructions), ("user", data)), _object(translation={"type": "string"}))


def _delimited(what: str, text: str) -> tuple[str, str]:
    mark = _mark(what, text)
    return mark, f"<{mark}>\n{text}\n</{mark}>"


def _mark(what: str, text: str) -> str:
    """A name that the text cannot hold: nobody can write a text that has its own digest in it."""
    return f"{what}-{sha256(text.encode()).hexdigest()[:24]}"


@cache
def _texts(version: int) -> Mapping[str, str]:
    texts: dict[str, str] = tomllib.loads((FOLDER / f"prompt-{version}.toml").read_text("utf-8"))
    return {key: text.strip() for key, text in texts.items()}


def _text(key: str) -> str:
    return _texts(VERSION)[key]


def _coding_schema(reasons: int) -> Schema:
    verdict = _object(
        quote={"type": "string"},
        verdict={"type": "string", "enum": [kind.value for kind in VerdictKind]},
        certainty={"type": "string", "enum": list(CERTAINTIES)},
    )
    return _object(
        verdicts=_object(**{f"r{i}": verdict for i in range(1, reasons + 1)}),
        own_reasons=_list_of({"type": "string"}),
        says_why={"type": "boolean"},
        objects={"type": "boolean"},
    )


def _object(**properties: object) -> Schema:
    """Closed and with every property required, as strict mode wants it."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list_of(items: object) -> Schema:
    return {"type": "array", "items": items}
