"""Where ministack is easier than AWS in a way that would let a broken environment pass, it is mended here. Import it first."""

import contextvars
import dataclasses
import hashlib
import json
import os
import pathlib
import shutil

from ministack.core import iam_evaluator
from ministack.services import ec2, ecs, sns

# A task that has run this long is a steady one; ministack's one second passes programs that crash at their first login.
ecs._ECS_DEPLOYMENT_STEADY_DELAY = 5.0
make_deployment = ecs._make_deployment


def deployment_in_progress(task_definition, desired_count, status="PRIMARY"):
    """ministack calls a service's first deployment complete before a task has run, so the circuit breaker never sees it fail."""
    deployment = make_deployment(task_definition, desired_count, status)
    if desired_count > 0:
        deployment.update(rolloutState="IN_PROGRESS", rolloutStateReason="ECS deployment in progress.")
    return deployment


ecs._make_deployment = deployment_in_progress
restore_state = ecs._restore_state


def restore_tasks_as_ended(data):
    """ministack restores a task that ran as STOPPED but wanted RUNNING, and so lists it among the running ones for ever."""
    restore_state(data)
    for task in ecs._tasks._data.values():
        if task["desiredStatus"] != "STOPPED":
            task.update(desiredStatus="STOPPED", stopCode="TerminationNotice", stoppedReason="The local cloud was stopped.")
            for container in task["containers"]:
                container["lastStatus"] = "STOPPED"


ecs._restore_state = restore_tasks_as_ended


def forgetting_tags(delete, parameter):
    """ministack's DescribeTags goes on naming what is gone."""

    def handler(request):
        answer = delete(request)
        if answer[0] == 200:
            ec2._tags.pop(ec2._p(request, parameter), None)
        return answer

    return handler


for thing, parameter in {
    "Vpc": "VpcId",
    "Subnet": "SubnetId",
    "InternetGateway": "InternetGatewayId",
    "RouteTable": "RouteTableId",
    "SecurityGroup": "GroupId",
}.items():
    ec2._ACTION_MAP[f"Delete{thing}"] = forgetting_tags(ec2._ACTION_MAP[f"Delete{thing}"], parameter)

# The AWS service that a request is made for, as the runtime says in two headers: ARN of what it acts for, by service.
acting_service = contextvars.ContextVar("acting_service", default=None)
evaluate_trust_policy = iam_evaluator.evaluate_trust_policy


def evaluate_trust_in_service(document, caller, context):
    """ministack lets root take any role that trusts any service, and knows no aws:SourceAccount and aws:SourceArn."""
    acting = acting_service.get()
    if acting is None:
        return evaluate_trust_policy(document, caller, context)
    service, source = acting
    document = json.loads(document)
    named = [each for each in listed(document["Statement"]) if service in listed(services_of(each))]
    keys = {"aws:sourceaccount": source.split(":")[4], "aws:sourcearn": source}
    context = dataclasses.replace(context, service_context={**context.service_context, **keys})
    return evaluate_trust_policy({**document, "Statement": named}, caller, context)


def services_of(statement):
    principal = statement.get("Principal")
    return principal.get("Service", []) if isinstance(principal, dict) else []


def listed(value):
    return value if isinstance(value, list) else [value]


iam_evaluator.evaluate_trust_policy = evaluate_trust_in_service
list_subscriptions_by_topic = sns._list_subscriptions_by_topic


def pending_subscriptions(params):
    """ministack names a subscription that is not confirmed by an ARN; SNS has none for it yet, by which one tells."""
    status, headers, body = list_subscriptions_by_topic(params)
    topic = sns._topics.get(sns._p(params, "TopicArn")) or {}
    for each in topic.get("subscriptions", []):
        if not each["confirmed"]:
            body = body.replace(f"<SubscriptionArn>{each['arn']}<".encode(), b"<SubscriptionArn>PendingConfirmation<")
    return status, headers, body


sns._list_subscriptions_by_topic = pending_subscriptions


def mend_torn_objects(folder):
    """A put writes an object's body and then what is known of it. One cut in two by a kill was never answered: the version
    before it goes back, or, where there was none, what is known follows the body."""
    folder = pathlib.Path(folder)
    for sidecar in folder.glob("[!.]*/*/**/*.meta.json"):
        body = sidecar.with_name(sidecar.name.removesuffix(".meta.json"))
        known = json.loads(sidecar.read_text())
        if not body.is_file() or is_whole(body, known):
            continue
        account, bucket, *key = body.relative_to(folder).parts
        before = folder.joinpath(".versions", account, bucket, known.get("version_id") or "none", *key)
        if before.is_file():
            shutil.copyfile(before, f"{body}.tmp")
            os.replace(f"{body}.tmp", body)
        else:
            known.update(size=body.stat().st_size, etag=f'"{digest_of(body)}"', checksums={})
            sidecar.write_text(json.dumps(known))


def is_whole(body, known):
    """Two states of one stack can have the same size. The etag of what came in parts is no digest, so there the size decides."""
    etag = (known.get("etag") or "").strip('"')
    if len(etag) == 32:
        return digest_of(body) == etag
    return known.get("size") in (None, body.stat().st_size)


def digest_of(body):
    return hashlib.md5(body.read_bytes()).hexdigest()
