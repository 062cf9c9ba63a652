"""What Slack refuses in a native chart. Limits: docs.slack.dev/reference/block-kit/blocks/data-visualization-block."""

from collections.abc import Iterator

from tests.slack.workspace import Json

MOST_SERIES = 6
MOST_POINTS = 20
LONGEST_LABEL = 20
LONGEST_TITLE = 50


def chart_problems(block: Json, where: str) -> Iterator[str]:
    title, chart = block.get("title"), block.get("chart")
    if not isinstance(title, str) or not 1 <= len(title) <= LONGEST_TITLE:
        yield f"{where}: title must be 1 to {LONGEST_TITLE} characters"
    kind = chart.get("type") if isinstance(chart, dict) else None
    if not isinstance(chart, dict) or kind not in ("bar", "line", "area", "pie"):
        yield f"{where}: no such chart"
    elif kind == "pie":
        yield from _points_problems(chart.get("segments", []), f"{where} segments", MOST_SERIES)
        if any(not one.get("value", 0) > 0 for one in chart.get("segments", [])):
            yield f"{where}: a segment is more than 0"
    else:
        yield from _series_problems(chart, where)


def _series_problems(chart: Json, where: str) -> Iterator[str]:
    series, axis = chart.get("series", []), chart.get("axis_config", {})
    categories = axis.get("categories", [])
    if not 1 <= len(series) <= MOST_SERIES:
        yield f"{where}: 1 to {MOST_SERIES} series"
    if not 1 <= len(categories) <= MOST_POINTS or any(not 1 <= len(one) <= LONGEST_LABEL for one in categories):
        yield f"{where}: 1 to {MOST_POINTS} categories of 1 to {LONGEST_LABEL} characters"
    if len(set(categories)) < len(categories):
        yield f"{where}: two categories are the same"
    if any(len(axis.get(name, "")) > LONGEST_TITLE for name in ("x_label", "y_label")):
        yield f"{where}: an axis title has more than {LONGEST_TITLE} characters"
    if len({one.get("name") for one in series}) < len(series):
        yield f"{where}: two series have the same name"
    for one in series:
        if not 1 <= len(one.get("name", "")) <= LONGEST_LABEL:
            yield f"{where}: a series' name must be 1 to {LONGEST_LABEL} characters"
        yield from _points_problems(one.get("data", []), where, MOST_POINTS)
        if [point.get("label") for point in one.get("data", [])] != categories:
            yield f"{where}: labels must match the axis categories"


def _points_problems(points: list[Json], where: str, most: int) -> Iterator[str]:
    if not 1 <= len(points) <= most:
        yield f"{where}: 1 to {most} points"
    for point in points:
        label, value = point.get("label"), point.get("value")
        if not isinstance(label, str) or not 1 <= len(label) <= LONGEST_LABEL:
            yield f"{where}: a label must be 1 to {LONGEST_LABEL} characters"
        if not isinstance(value, int | float) or isinstance(value, bool):
            yield f"{where}: a value is a number"
