"""What the local comparer does on the cores that this process has: answer × reason pairs a second by language, seconds
to load, added memory, memory after a long answer, growth from 100 to 10,000 answers.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, islice

from adapters.comparers.local import LocalComparer
from tests.bench.labelled import CORPUS, LabelledSheet, labelled
from tests.bench.memory import resident_mib

LANGUAGES = {"en": "English", "de": "German"}  #: one for each model
SHEETS = 6
APART = 20  #: sheets from one to the next: parts differ
LONG = 4_000  #: characters of one answer
MANY = (100, 1_000, 10_000)  #: answers beside one reason


async def comparing() -> None:
    sheets = {language: _some(language) for language in LANGUAGES}
    comparer = LocalComparer()
    first = sheets["en"][0]
    before, begin = resident_mib(), time.perf_counter()
    await comparer.code(first.text, [first.answers[0].text])
    took = time.perf_counter() - begin
    print(f"local: load and first answer      {took:.2f} s, +{resident_mib() - before:.0f} MiB", flush=True)
    for language, name in LANGUAGES.items():
        begin, answers, pairs = time.perf_counter(), 0, 0
        for sheet in sheets[language]:
            await comparer.code(sheet.text, [answer.text for answer in sheet.answers])
            answers += len(sheet.answers)
            pairs += len(sheet.answers) * len(sheet.text.reasons)
        took = time.perf_counter() - begin
        print(f"local: on one core                {pairs / took:.0f} pairs/s, {answers / took:.0f} answers/s, {name}")
    print(f"local: resident                   {resident_mib():.0f} MiB", flush=True)
    texts = [answer.text for sheet in sheets["en"] for answer in sheet.answers]
    whole = sheets["en"][0].text
    await comparer.code(whole, ["\n".join(texts)[:LONG]])
    print(f"local: after {LONG:,} characters     {resident_mib():.0f} MiB", flush=True)
    beside_one = replace(whole, reasons=whole.reasons[:1])
    for count in MANY:
        begin = time.perf_counter()
        await comparer.code(beside_one, list(islice(cycle(texts), count)))
        took = time.perf_counter() - begin
        print(f"local: {count:6,} answers            {took:.1f} s, {1000 * took / count:.1f} ms an answer", flush=True)


def _some(language: str) -> Sequence[LabelledSheet]:
    return list(islice((sheet for sheet in labelled(CORPUS) if sheet.language == language), 0, None, APART))[:SHEETS]


if __name__ == "__main__":
    asyncio.run(comparing())
