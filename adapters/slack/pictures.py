"""Charts as pictures beneath a message, for workspaces that refuse Slack's chart block. Needs the scope files:write."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence

import structlog
from slack_sdk.errors import SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.clients import TROUBLE, code_of
from adapters.slack.escape import shown
from bot.messages.lengths import one_line
from bot.messages.view import Chart

MAX_ALT = 1000
_UNHEARD = "-"  #: stands for a file's id where Slack did not tell it: the picture may be there

Draw = Callable[[Chart], bytes]

_log = structlog.get_logger()


class Pictures:
    """A picture never stands in its message's way, which says the same in words: where Slack refuses it, that is
    logged, and the message's next update tries again. One that may have been taken unheard is not sent twice.

    `draw` None: there are no pictures.
    """

    def __init__(self, draw: Draw | None) -> None:
        self._draw = draw

    async def bring(
        self, client: AsyncWebClient, channel: str, thread: str, charts: Sequence[Chart], kept: list[str]
    ) -> None:
        """Uploads the charts that the thread does not have, and takes away those that are out of date.

        `kept` is what the thread has, each "file id:mark"; it is kept up to date.
        """
        if self._draw is None:
            return
        wanted = {_mark(chart): chart for chart in charts}
        old = [each for each in kept if _mark_of(each) not in wanted]
        for mark, chart in wanted.items():
            if mark not in map(_mark_of, kept):
                await _upload(client, channel, thread, chart, self._draw, kept)
        for each in old:
            await _take_away(client, each)
            kept.remove(each)


async def _upload(client: AsyncWebClient, channel: str, thread: str, chart: Chart, draw: Draw, kept: list[str]) -> None:
    unheard = f"{_UNHEARD}:{_mark(chart)}"
    kept.append(unheard)  # before the first await: another update at the same time leaves it alone
    try:
        uploaded = await client.files_upload_v2(
            filename="chart.png",
            content=await asyncio.to_thread(draw, chart),
            title=shown(chart.title),
            alt_txt=_in_words(chart),
            channel=channel,
            thread_ts=thread,
        )
    except TROUBLE as err:
        if code_of(err) or isinstance(err, SlackRequestError):  # certainly not there
            kept.remove(unheard)
        _log.warning("slack_chart_not_uploaded", reason_code=code_of(err), error=type(err).__name__)
        return
    kept[kept.index(unheard)] = f"{uploaded['files'][0]['id']}:{_mark(chart)}"


async def _take_away(client: AsyncWebClient, kept: str) -> None:
    file = kept.partition(":")[0]
    if file == _UNHEARD:
        return
    try:
        await client.files_delete(file=file)
    except TROUBLE as err:
        _log.warning("slack_chart_not_deleted", reason_code=code_of(err), error=type(err).__name__)


def _in_words(chart: Chart) -> str:
    bars = " · ".join(f"{shown(bar.label)}: {shown(bar.note) or bar.value}" for bar in chart.bars)
    return one_line(f"{shown(chart.title)} – {bars}", MAX_ALT)


def _mark(chart: Chart) -> str:
    """The same for the same picture."""
    return hashlib.sha256(repr(chart).encode()).hexdigest()[:12]


def _mark_of(kept: str) -> str:
    return kept.rpartition(":")[2]


NO_PICTURES = Pictures(None)
