"""Patches for ministack where it is more lenient than AWS and a broken environment would pass. Import it first."""

import contextvars
import dataclasses
import hashlib
import json
import os
import pathlib
import shutil

from ministack.core import iam_evaluator
from ministack.services import ec2, ecs, sns

restore_state = ecs._restore_state


def restore_tasks_as_stopped(data):
    """ministack restores a running task as STOPPED but with desired status RUNNING, and so lists it as running for ever."""
    restore_state(data)
    for task in ecs._tasks._data.values():
        if task["desiredStatus"] != "STOPPED":
            task.update(desiredStatus="STOPPED", stopCode="TerminationNotice", stoppedReason="The local cloud was stopped.")
            for container in task["containers"]:
                container["lastStatus"] = "STOPPED"


ecs._restore_state = restore_tasks_as_stopped


def wrap_delete_to_drop_tags(delete, parameter):
    """ministack's DescribeTags keeps listing the tags of deleted resources."""

    def handler(request):
        response = delete(request)
        if response[0] == 200:
            ec2._tags.pop(ec2._p(request, parameter), None)
        return response

    return handler


for resource, parameter in {
    "Vpc": "VpcId",
    "Subnet": "SubnetId",
    "InternetGateway": "InternetGatewayId",
    "RouteTable": "RouteTableId",
    "SecurityGroup": "GroupId",
}.items():
    ec2._ACTION_MAP[f"Delete{resource}"] = wrap_delete_to_drop_tags(ec2._ACTION_MAP[f"Delete{resource}"], parameter)

# The AWS service that makes the current request and the ARN of the resource it acts for: the runtime sends both as headers.
acting_service = contextvars.ContextVar("acting_service", default=None)
evaluate_trust_policy = iam_evaluator.evaluate_trust_policy


def evaluate_service_trust(document, caller, context):
    """ministack lets root assume any role that trusts any service, and does not set aws:SourceAccount and aws:SourceArn."""
    acting = acting_service.get()
    if acting is None:
        return evaluate_trust_policy(document, caller, context)
    service, source = acting
    document = json.loads(document)
    statements = [each for each in to_list(document["Statement"]) if service in to_list(list_services(each))]
    keys = {"aws:sourceaccount": source.split(":")[4], "aws:sourcearn": source}
    context = dataclasses.replace(context, service_context={**context.service_context, **keys})
    return evaluate_trust_policy({**document, "Statement": statements}, caller, context)


def list_services(statement):
    principal = statement.get("Principal")
    return principal.get("Service", []) if isinstance(principal, dict) else []


def to_list(value):
    return value if isinstance(value, list) else [value]


iam_evaluator.evaluate_trust_policy = evaluate_service_trust
list_subscriptions_by_topic = sns._list_subscriptions_by_topic


def list_pending_subscriptions(params):
    """ministack gives an unconfirmed subscription an ARN; SNS says PendingConfirmation there, which clients check for."""
    status, headers, body = list_subscriptions_by_topic(params)
    topic = sns._topics.get(sns._p(params, "TopicArn")) or {}
    for each in topic.get("subscriptions", []):
        if not each["confirmed"]:
            body = body.replace(f"<SubscriptionArn>{each['arn']}<".encode(), b"<SubscriptionArn>PendingConfirmation<")
    return status, headers, body


sns._list_subscriptions_by_topic = list_pending_subscriptions


def repair_torn_objects(folder):
    """Repairs objects whose put was interrupted by a kill between writing the body and writing the metadata.

    The client never got a response to such a put, so the previous version is restored. Without a previous version, the
    metadata is recomputed from the body.
    """
    folder = pathlib.Path(folder)
    for sidecar in folder.glob("[!.]*/*/**/*.meta.json"):
        body = sidecar.with_name(sidecar.name.removesuffix(".meta.json"))
        metadata = json.loads(sidecar.read_text())
        if not body.is_file() or is_whole(body, metadata):
            continue
        account, bucket, *key = body.relative_to(folder).parts
        previous = folder.joinpath(".versions", account, bucket, metadata.get("version_id") or "none", *key)
        if previous.is_file():
            shutil.copyfile(previous, f"{body}.tmp")
            os.replace(f"{body}.tmp", body)
        else:
            metadata.update(size=body.stat().st_size, etag=f'"{compute_md5(body)}"', checksums={})
            sidecar.write_text(json.dumps(metadata))


def is_whole(body, metadata):
    """Whether body and metadata belong together, by etag: two states of one stack can have the same size.

    The etag of a multipart upload is not an MD5 digest, so such an object is compared by its size.
    """
    etag = (metadata.get("etag") or "").strip('"')
    if len(etag) == 32:
        return compute_md5(body) == etag
    return metadata.get("size") in (None, body.stat().st_size)


def compute_md5(body):
    return hashlib.md5(body.read_bytes()).hexdigest()
