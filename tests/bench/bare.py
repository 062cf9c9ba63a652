"""A bare aiohttp application that answers 200 to every POST: what the web framework alone takes.

Prints its address; ends with its standard input.
"""

import asyncio
import sys

from aiohttp import web


async def taken(request: web.Request) -> web.Response:
    await request.read()
    return web.Response()


async def serve() -> None:
    app = web.Application()
    app.router.add_post("/slack/events", taken)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(f"http://127.0.0.1:{runner.addresses[0][1]}/", flush=True)
        await asyncio.to_thread(sys.stdin.read)
    finally:
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve())
