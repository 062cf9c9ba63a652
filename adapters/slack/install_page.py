"""The pages a person sees while installing: self-contained, no script, every text escaped."""

from html import escape

from aiohttp import web

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",  # the address held a code
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1.5rem;"
    "color:CanvasText;background:Canvas}h1{font-size:1.6rem;line-height:1.2}"
)


def page(title: str, line: str, *, status: int = 200, link: tuple[str, str] | None = None) -> web.Response:
    """One heading, one sentence, and at most one link, as its address and its words."""
    after = f'\n<p><a href="{escape(link[0])}">{escape(link[1])}</a></p>' if link else ""
    return web.Response(
        status=status,
        content_type="text/html",
        charset="utf-8",
        headers=_HEADERS,
        text=f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1 dir="auto">{escape(title)}</h1>
<p dir="auto">{escape(line)}</p>{after}
</main>
</body>
</html>
""",
    )
