"""Serves ministack on the one port it is given, and saves what a request changed before the response is sent.

ministack's own command also binds port 443 where it can, and saves its state only on a clean shutdown: after a kill,
resources that its callers were told of would be missing at the next start.
"""

import asyncio
import json
import os
import re

import authorization  # noqa: F401
import budget_actions
import consistency  # noqa: F401
import cost_explorer
import service_deployments  # noqa: F401
import service_scheduler
import trails  # noqa: F401
import web_identity  # noqa: F401
from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack import app as ministack
from ministack.core import persistence
from ministack_patches import acting_service, repair_torn_objects

# Requests answered within this many seconds of each other share one save.
SAVE_DELAY_SECONDS = 0.005
READS = ("Describe", "List", "Get", "BatchGet")
# States that change all the time while tasks run and write logs: each is saved only after requests to this service.
NOISY_STATES = {"cloudwatch_logs": "logs", "ecs": "ecs"}


def is_read_only(method, headers):
    """True only for requests known to change nothing; every other request is followed by a save."""
    action = headers.get(b"x-amz-target", b"").decode("latin-1").rpartition(".")[2]
    return method in ("GET", "HEAD") or action.startswith(READS)


def parse_signed_service(headers):
    """The service in the signature's scope: Credential=KEY/DATE/REGION/SERVICE/aws4_request."""
    scope = re.search(rb"Credential=[^,]*/([^/,]+)/aws4_request", headers.get(b"authorization", b""))
    return scope and scope.group(1).decode("latin-1")


def dump_state_json(get_state):
    """A service's state as JSON. Tries again when one of the service's threads changes the state during the dump."""
    for attempt in range(50):
        try:
            return json.dumps(get_state(), default=persistence._json_default)
        except RuntimeError:
            if attempt == 49:
                raise


async def read_body(receive):
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body


class DurableApp:
    """An ASGI application that sends a response only after the state it reports is on disk."""

    def __init__(self, app):
        self.app = app
        self.next_save = None
        self.services = set()
        self.saved_states = {}

    async def __call__(self, scope, receive, send):
        headers = dict(scope.get("headers", []))
        if scope.get("path") == "/_devmin/save":
            await self.wait_for_save(*NOISY_STATES.values())
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body"})
            return
        if scope.get("path") == "/_devmin/spent":
            spend = json.loads(await read_body(receive))
            budget_actions.set_spend(spend["budget"], spend["amount"])
            await self.wait_for_save()
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body"})
            return
        if scope.get("path") == "/_devmin/billing":
            cost_explorer.set_billing(json.loads(await read_body(receive)))
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body"})
            return
        if scope.get("path") == "/_devmin/capacity":
            service_scheduler.unavailable_providers = set(json.loads(await read_body(receive))["unavailable"])
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body"})
            return
        service, source = headers.get(b"x-devmin-service"), headers.get(b"x-devmin-source-arn")
        acting_service.set((service.decode(), source.decode()) if service and source else None)
        if scope["type"] != "http" or is_read_only(scope["method"], headers):
            await self.app(scope, receive, send)
            return

        async def send_after_save(message):
            if message["type"] == "http.response.start":
                await self.wait_for_save(parse_signed_service(headers))
            await send(message)

        await self.app(scope, receive, send_after_save)

    async def wait_for_save(self, *services):
        if self.next_save is None:
            loop = asyncio.get_running_loop()
            self.next_save = loop.create_future()
            loop.call_later(SAVE_DELAY_SECONDS, self.save)
        self.services.update(services)
        await asyncio.shield(self.next_save)

    def save(self):
        saving, self.next_save = self.next_save, None
        services, self.services = self.services, set()
        try:
            for name, get_state in ministack._build_persistence_save_dict().items():
                if name not in NOISY_STATES or NOISY_STATES[name] in services:
                    self.write(name, dump_state_json(get_state))
            saving.set_result(None)
        except Exception as error:
            saving.set_exception(error)

    def write(self, name, state):
        """Replaces the service's file, in ministack's own format. An unchanged state and `null` are not written."""
        if state in ("null", self.saved_states.get(name)):
            return
        path = os.path.join(persistence.STATE_DIR, f"{name}.json")
        with open(f"{path}.new", "w", encoding="utf-8") as file:
            file.write(f'{{"__ministack_format__": {persistence._state_format_version(name)}, "payload": {state}}}')
        os.replace(f"{path}.new", path)
        self.saved_states[name] = state


ministack.SERVICE_HANDLERS["ce"] = cost_explorer.handle_request
repair_torn_objects(os.environ["S3_DATA_DIR"])
config = Config()
config.bind = [f"127.0.0.1:{os.environ['GATEWAY_PORT']}"]
config.certfile = os.environ["MINISTACK_SSL_CERT"]
config.keyfile = os.environ["MINISTACK_SSL_KEY"]
config.keep_alive_timeout = 75
# A client that keeps its connection open does not delay the emulator's shutdown.
config.graceful_timeout = 1
os.umask(0o077)
asyncio.run(serve(DurableApp(ministack.app), config))
