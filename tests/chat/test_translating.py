"""The report's quotes in the manager's language, at the manager's press."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.domain.check import CheckState
from bot.domain.errors import CapReached, ComparerUnavailable
from bot.domain.ids import CheckId
from bot.messages.view import Button
from tests.chat.house import Chat, Person, a_chat, buttons
from tests.fakes_compare import FakeComparer

INES = "trata de r1, para quien nos llama"
JONAS = "es geht um r1, für alle, die anrufen"
SAM = "it is about r1 for our customers"


@dataclass
class Translating(FakeComparer):
    """Knows what is in English already; keeps what it was asked."""

    failures: list[ComparerUnavailable] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    words = True
    name = "openai/m@prompt-1"

    def __post_init__(self) -> None:
        super().__init__()

    async def translated(self, words: str, language: str) -> str:
        self.asked.append((words, language))
        if self.failures:
            raise self.failures.pop(0)
        return "" if words == SAM else f"{language}: {words}"


def translating(manager: Person) -> list[Button]:
    return [button for message in manager.inbox for button in buttons(message) if button.action == "translate"]


async def reported(chat: Chat, **whys: str) -> None:
    """A closed round of people who may be quoted."""
    await chat.launched(who="\n".join([*whys, "priya"]))
    for user, why in whys.items():
        await chat.answers_and_confirms(user, why, quotable="yes")
    await chat["dana"].types("close")
    await chat.settle()


async def ask(chat: Chat) -> None:
    await chat["dana"].presses_again(translating(chat["dana"])[-1])
    await chat.settle()


async def test_what_is_in_another_language_comes_translated_and_the_rest_is_left_out(tmp_path: Path) -> None:
    async with a_chat(tmp_path, comparer=Translating()) as chat:
        await reported(chat, sam=SAM, ines=INES, jonas=JONAS)
        await ask(chat)

        told = chat["dana"].latest
        assert f"Inés: “en: {INES}”" in told
        assert f"Jonas: “en: {JONAS}”" in told
        assert "Sam" not in told
        assert "openai/m@prompt-1, a machine" in told


async def test_what_was_translated_is_not_asked_for_again(tmp_path: Path) -> None:
    comparer = Translating()
    async with a_chat(tmp_path, comparer=comparer) as chat:
        await reported(chat, sam=SAM, ines=INES)
        await ask(chat)
        await ask(chat)

        assert sorted(comparer.asked) == sorted([(SAM, "en"), (INES, "en")])
        assert f"Inés: “en: {INES}”" in chat["dana"].latest


async def test_only_words_that_may_be_quoted_and_were_confirmed_leave_the_house(tmp_path: Path) -> None:
    comparer = Translating()
    async with a_chat(tmp_path, comparer=comparer) as chat:
        await chat.launched(who="sam\nines\njonas\npriya")
        await chat.answers_and_confirms("ines", INES)
        await chat.answers("jonas", JONAS, quotable="yes")
        await chat.answers_and_confirms("sam", SAM, quotable="yes")
        await chat["dana"].types("close")
        await chat.settle()
        await ask(chat)

        assert comparer.asked == [(SAM, "en")]
        assert "nothing that needs a translation" in chat["dana"].latest


async def test_what_could_not_be_translated_is_counted_and_asked_for_again(tmp_path: Path) -> None:
    comparer = Translating(failures=[ComparerUnavailable("away")])
    async with a_chat(tmp_path, comparer=comparer) as chat:
        await reported(chat, ines=INES, jonas=JONAS)
        await ask(chat)
        assert "1 quote could not be translated" in chat["dana"].latest
        assert f"Jonas: “en: {JONAS}”" in chat["dana"].latest
        assert "is used up" not in chat["dana"].heard

        await ask(chat)
        assert f"Inés: “en: {INES}”" in chat["dana"].latest
        assert "could not be" not in chat["dana"].latest


async def test_at_the_cap_nothing_more_is_asked_and_it_is_told(tmp_path: Path) -> None:
    comparer = Translating(failures=[CapReached("cap")])
    async with a_chat(tmp_path, comparer=comparer) as chat:
        await reported(chat, ines=INES, jonas=JONAS)
        await ask(chat)

        assert len(comparer.asked) == 1
        assert "2 quotes could not be translated" in chat["dana"].latest
        assert chat["dana"].heard.count("is used up") == 1


async def test_a_withdrawn_answer_takes_its_translation_along(tmp_path: Path) -> None:
    comparer = Translating()
    async with a_chat(tmp_path, comparer=comparer) as chat:
        await reported(chat, ines=INES, jonas=JONAS)
        await ask(chat)
        await chat["ines"].withdraws()
        await chat.settle()
        await ask(chat)

        assert INES not in chat["dana"].latest
        assert f"Jonas: “en: {JONAS}”" in chat["dana"].latest


async def test_a_check_that_was_called_off_meanwhile_has_nothing_to_translate(tmp_path: Path) -> None:
    comparer = Translating()
    async with a_chat(tmp_path, comparer=comparer) as chat:
        await reported(chat, ines=INES)
        button = translating(chat["dana"])[-1]
        await chat["dana"].presses_again(button)
        async with chat.house.uow() as uow:
            check = await uow.checks.get(chat["dana"].actor.person.tenant, CheckId(button.subject))
            await uow.checks.save(replace(check, state=CheckState.CANCELLED))
            await uow.commit()
        await chat.settle()

        assert comparer.asked == []
        assert "translat" not in chat["dana"].latest.replace("Translate the quotes", "")


async def test_the_press_is_the_managers_once_there_is_a_report_and_needs_a_model(tmp_path: Path) -> None:
    async with a_chat(tmp_path) as chat:
        await chat.launched(who="ines\npriya")
        check = chat["dana"].button("Close now").subject
        await chat["dana"].presses_raw("translate", check)
        assert "sealed until then" in chat["dana"].read

        await chat.answers_and_confirms("ines", INES, quotable="yes")
        await chat["dana"].types("close")
        await chat.settle()
        assert translating(chat["dana"]) == []
        await chat["ines"].presses_raw("translate", check)
        assert "Dana" in chat["ines"].read
        await chat["dana"].presses_raw("translate", check)
        assert "needs a language model" in chat["dana"].read
