"""Patches for ministack where it is more lenient than AWS and a broken environment would pass. Import it first."""

import contextvars
import dataclasses
import fnmatch
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

create_vpc_endpoint = ec2._ACTION_MAP["CreateVpcEndpoint"]


def create_endpoint_with_groups(request):
    """ministack forgets an endpoint's security groups."""
    before = set(ec2._vpc_endpoints)
    response = create_vpc_endpoint(request)
    for each in set(ec2._vpc_endpoints) - before:
        ec2._vpc_endpoints[each]["SecurityGroupIds"] = ec2._parse_member_list(request, "SecurityGroupId")
    return response


ec2._ACTION_MAP["CreateVpcEndpoint"] = create_endpoint_with_groups
describe_vpc_endpoints = ec2._ACTION_MAP["DescribeVpcEndpoints"]


def describe_filtered_endpoints(request):
    """ministack ignores filters. Applies vpc-id, service-name with * for any text, and tag:KEY."""
    filters = ec2._parse_filters(request)
    if not filters:
        return describe_vpc_endpoints(request)

    def read(endpoint, name):
        tags = {each["Key"]: each["Value"] for each in ec2._tags.get(endpoint["VpcEndpointId"]) or []}
        fields = {"vpc-id": endpoint["VpcId"], "service-name": endpoint["ServiceName"]}
        return tags.get(name[4:], "") if name.startswith("tag:") else fields[name]

    def has_match(endpoint):
        return all(any(fnmatch.fnmatchcase(read(endpoint, name), each) for each in values) for name, values in filters.items())

    items = "".join(ec2._vpce_fields_xml(each) for each in ec2._vpc_endpoints.values() if has_match(each))
    return ec2._xml(200, "DescribeVpcEndpointsResponse", f"<vpcEndpointSet>{items}</vpcEndpointSet>")


ec2._ACTION_MAP["DescribeVpcEndpoints"] = describe_filtered_endpoints


def wrap_delete_to_refuse_in_use(delete, parameter, field, message):
    """ministack deletes what an endpoint of the VPC uses. Source: the error codes of the Amazon EC2 API, DependencyViolation."""

    def handler(request):
        id = ec2._p(request, parameter)
        if any(id in (each.get(field) or []) for each in ec2._vpc_endpoints.values()):
            return ec2._error("DependencyViolation", message.format(id), 400)
        return delete(request)

    return handler


for resource, parameter, field, message in (
    ("Vpc", "VpcId", "VpcId", "The vpc '{}' has dependencies and cannot be deleted."),
    ("Subnet", "SubnetId", "SubnetIds", "The subnet '{}' has dependencies and cannot be deleted."),
    ("SecurityGroup", "GroupId", "SecurityGroupIds", "resource {} has a dependent object"),
):
    delete = ec2._ACTION_MAP[f"Delete{resource}"]
    ec2._ACTION_MAP[f"Delete{resource}"] = wrap_delete_to_refuse_in_use(delete, parameter, field, message)

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
