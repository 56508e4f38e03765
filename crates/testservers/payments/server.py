"""The stateful stand-in for the payment provider (localstripe), on a free port, until standard input closes."""

import asyncio
import os
import socket
import sys

from aiohttp import web
from localstripe import resources, server

# It keeps itself in a file that all who run it would share.
resources.Store.dump_to_disk = lambda self: None


async def main() -> None:
    runner = web.AppRunner(server.app)
    await runner.setup()
    listener = socket.create_server(("127.0.0.1", 0))
    await web.SockSite(runner, listener).start()
    print("ready", listener.getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.buffer.read)
    os._exit(0)


asyncio.run(main())
