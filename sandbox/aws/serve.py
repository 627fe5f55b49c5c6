"""Serves ministack on the one port it is given, and saves what a request changed before its answer goes out.

ministack's own command takes port 443 as well where it can, and saves its state only when asked to end:
killed, it would have told its callers of things that are not there at the next start.
"""

import asyncio
import json
import os
import re

import actions
import rights  # noqa: F401
import trails  # noqa: F401
from amend import acting_service, mend_torn_objects
from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack import app as ministack
from ministack.core import persistence

# Requests that answer within this many seconds of each other share one save.
TOGETHER = 0.005
READS = ("Describe", "List", "Get", "BatchGet")
# States that grow while tasks run and log, with the service whose requests they are saved for: not for everybody's.
LIVELY = {"cloudwatch_logs": "logs", "ecs": "ecs"}


def only_reads(method, headers):
    """True for what is known to change nothing; anything else is followed by a save."""
    action = headers.get(b"x-amz-target", b"").decode("latin-1").rpartition(".")[2]
    return method in ("GET", "HEAD") or action.startswith(READS)


def signed_for(headers):
    """The service in a signature's scope: Credential=KEY/DATE/REGION/SERVICE/aws4_request."""
    scope = re.search(rb"Credential=[^,]*/([^/,]+)/aws4_request", headers.get(b"authorization", b""))
    return scope and scope.group(1).decode("latin-1")


def settled(state_of):
    """A service's state as JSON; asked again when one of its threads changed it under the copying."""
    for attempt in range(50):
        try:
            return json.dumps(state_of(), default=persistence._json_default)
        except RuntimeError:
            if attempt == 49:
                raise


async def body_of(receive):
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body


class Durable:
    """An ASGI application whose answers wait until the state they speak of is on disk."""

    def __init__(self, app):
        self.app = app
        self.next_save = None
        self.services = set()
        self.written = {}

    async def __call__(self, scope, receive, send):
        headers = dict(scope.get("headers", []))
        if scope.get("path") == "/_devmin/save":
            await self.saved(*LIVELY.values())
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body"})
            return
        if scope.get("path") == "/_devmin/spent":
            bill = json.loads(await body_of(receive))
            actions.spent(bill["budget"], bill["amount"])
            await self.saved()
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body"})
            return
        service, source = headers.get(b"x-devmin-service"), headers.get(b"x-devmin-source-arn")
        acting_service.set((service.decode(), source.decode()) if service and source else None)
        if scope["type"] != "http" or only_reads(scope["method"], headers):
            await self.app(scope, receive, send)
            return

        async def send_once_saved(message):
            if message["type"] == "http.response.start":
                await self.saved(signed_for(headers))
            await send(message)

        await self.app(scope, receive, send_once_saved)

    async def saved(self, *services):
        if self.next_save is None:
            loop = asyncio.get_running_loop()
            self.next_save = loop.create_future()
            loop.call_later(TOGETHER, self.save)
        self.services.update(services)
        await asyncio.shield(self.next_save)

    def save(self):
        waiting, self.next_save = self.next_save, None
        services, self.services = self.services, set()
        try:
            for name, state_of in ministack._build_persistence_save_dict().items():
                if name not in LIVELY or LIVELY[name] in services:
                    self.write(name, settled(state_of))
            waiting.set_result(None)
        except Exception as error:
            waiting.set_exception(error)

    def write(self, name, state):
        """Replaces the service's file, in ministack's own format, unless it says the same already. `null` has nothing to say."""
        if state in ("null", self.written.get(name)):
            return
        path = os.path.join(persistence.STATE_DIR, f"{name}.json")
        with open(f"{path}.new", "w", encoding="utf-8") as file:
            file.write(f'{{"__ministack_format__": {persistence._state_format_version(name)}, "payload": {state}}}')
        os.replace(f"{path}.new", path)
        self.written[name] = state


mend_torn_objects(os.environ["S3_DATA_DIR"])
config = Config()
config.bind = [f"127.0.0.1:{os.environ['GATEWAY_PORT']}"]
config.certfile = os.environ["MINISTACK_SSL_CERT"]
config.keyfile = os.environ["MINISTACK_SSL_KEY"]
config.keep_alive_timeout = 75
# Whoever still holds a connection when the emulator is asked to end does not hold it back.
config.graceful_timeout = 1
os.umask(0o077)
asyncio.run(serve(Durable(ministack.app), config))
