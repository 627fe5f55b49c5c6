"""ECS' service scheduler: which tasks count as failed, when a deployment is complete, and container health.

Sources: deployment-circuit-breaker, service-throttle-logic, healthcheck and task-lifecycle in the Amazon ECS Developer Guide,
HealthCheck in the Amazon ECS API Reference.
"""

import re
import threading
import time

import docker
import requests
from ministack.core.responses import error_response_json, json_response, new_uuid, request_scope
from ministack.services import ecs

# A task without health checks counts as steady as soon as it runs, whatever happens to it a moment later.
ecs._ECS_DEPLOYMENT_STEADY_DELAY = 0.0
HEALTH_READ_SECONDS = 0.5
# When each task's health was read last, by ARN. Not part of the task: it would be saved, and change all the time.
health_read_at = {}
HEALTH_OF_DOCKER = {"starting": "UNKNOWN", "healthy": "HEALTHY", "unhealthy": "UNHEALTHY"}
# What ECS accepts, in seconds; retries is a number of times.
HEALTH_CHECK_LIMITS = {"interval": (5, 300), "timeout": (2, 60), "retries": (1, 10), "startPeriod": (0, 300)}
make_deployment = ecs._make_deployment


def make_deployment_in_progress(task_definition, desired_count, status="PRIMARY"):
    """ministack marks a first deployment complete before a task has run, so the circuit breaker never sees it fail."""
    deployment = make_deployment(task_definition, desired_count, status)
    if desired_count > 0:
        deployment.update(rolloutState="IN_PROGRESS", rolloutStateReason="ECS deployment in progress.")
    return deployment


ecs._make_deployment = make_deployment_in_progress
run_task = ecs._run_task


def run_task_of_deployment(data):
    """A service's tasks are started by their deployment; ministack names the service instead."""
    if unavailable_providers.intersection(each["capacityProvider"] for each in data.get("capacityProviderStrategy") or []):
        return refuse_task(data)
    return run_task({**data, "startedBy": data["_deploymentId"]} if data.get("_deploymentId") else data)


# Fargate's capacity providers that have no capacity, as POST /_devmin/capacity sets them. AWS takes no other one instead, and
# tries again to start a service's tasks (fargate-capacity-providers and service-event-messages-list in the Developer Guide).
unavailable_providers = set()
NO_CAPACITY = "Capacity is unavailable at this time. Please try again later or in a different availability zone"
RETRY_SECONDS = 1


def refuse_task(data):
    """A task run by itself fails with a reason; of a service, an event says it, and its tasks are tried again."""
    group, cluster = data.get("group", ""), ecs._resolve_cluster_name(data.get("cluster", "default"))
    service = ecs._services.get(f"{cluster}/{group.removeprefix('service:')}") if data.get("_deploymentId") else None
    if not service:
        return json_response({"tasks": [], "failures": [{"reason": NO_CAPACITY}]})
    message = f"(service {service['serviceName']}) was unable to place a task. Reason: {NO_CAPACITY}."
    if not service["events"] or service["events"][0]["message"] != message:
        service["events"].insert(0, {"id": new_uuid(), "createdAt": ecs._iso(), "message": message})
    account, region = ecs.get_account_id(), ecs.get_region()

    def retry():
        with request_scope(account, region):
            ecs._reconcile_service_tasks(cluster, f"{cluster}/{service['serviceName']}")

    timer = threading.Timer(RETRY_SECONDS, retry)
    timer.daemon = True
    timer.start()
    return json_response({"tasks": [], "failures": []})


ecs._run_task = run_task_of_deployment
record_task_failure = ecs._record_service_task_failure


def record_failure_to_start(task, digest_resolution_failed=False):
    """Counts a task that stopped before it ran. One that ran and exited is replaced, neither counted nor throttled."""
    if task.get("startedAt") and not digest_resolution_failed:
        if key := find_service_key(task):
            ecs._reconcile_service_tasks(key.split("/")[0], key)
    else:
        record_task_failure(task, digest_resolution_failed)


ecs._record_service_task_failure = record_failure_to_start


def find_service_key(task):
    """CLUSTER/SERVICE; None for a task that was run by itself."""
    cluster, group = ecs._cluster_name_from_arn(task.get("clusterArn", "")), task.get("group") or ""
    return f"{cluster}/{group.removeprefix('service:')}" if cluster and group.startswith("service:") else None


def list_checked_containers(task):
    """The containers whose health is the task's: the essential ones with a health check."""
    definition = ecs._task_defs.get(ecs._resolve_td_key(task["taskDefinitionArn"])) or {}
    containers = definition.get("containerDefinitions", [])
    return [each["name"] for each in containers if each.get("healthCheck") and each.get("essential", True)]


schedule_completion = ecs._schedule_service_deployment_completion


def schedule_completion_when_healthy(cluster_name, svc_key, account_id, region, healthy_task=None):
    """A task with health checks counts once it is healthy."""
    if healthy_task and list_checked_containers(healthy_task) and healthy_task["healthStatus"] != "HEALTHY":
        ecs._reconcile_service_tasks(cluster_name, svc_key)  # further tasks only wait for the first one's image
    else:
        schedule_completion(cluster_name, svc_key, account_id, region, healthy_task=healthy_task)


ecs._schedule_service_deployment_completion = schedule_completion_when_healthy
maybe_mark_stopped = ecs._maybe_mark_stopped


def mark_stopped_or_unhealthy(task, docker_client=None):
    """ministack reports every container's health as unknown. An unhealthy task of a service is stopped, counted and replaced."""
    maybe_mark_stopped(task, docker_client)
    checked = list_checked_containers(task)
    if not checked or task.get("lastStatus") != "RUNNING":
        health_read_at.pop(task["taskArn"], None)
        return
    if time.monotonic() - health_read_at.get(task["taskArn"], 0) < HEALTH_READ_SECONDS:
        return
    health_read_at[task["taskArn"]] = time.monotonic()
    docker_client = docker_client or ecs._get_docker()
    for container, docker_id in zip(task["containers"], list(task["_docker_ids"])):
        if container["name"] in checked:
            container["healthStatus"] = read_health(docker_client, docker_id)
    before, key = task["healthStatus"], find_service_key(task)
    task["healthStatus"] = combine_health([each["healthStatus"] for each in task["containers"] if each["name"] in checked])
    if not key or task["healthStatus"] == before:
        return
    if task["healthStatus"] == "HEALTHY":
        schedule_completion(key.split("/")[0], key, ecs.get_account_id(), ecs.get_region(), healthy_task=task)
    elif task["healthStatus"] == "UNHEALTHY":
        reason = "Task failed container health checks"
        if ecs._mark_task_stopped(task["taskArn"], task, reason, "ServiceSchedulerInitiated"):
            record_task_failure(task)
            ecs._cleanup_task_resources(task, docker_client)


def read_health(docker_client, docker_id):
    """Of a container that is gone, or of a runtime that does not answer, nothing is known; the next look may know more."""
    try:
        health = docker_client.containers.get(docker_id).attrs["State"].get("Health") or {}
    except (docker.errors.DockerException, requests.exceptions.RequestException):
        return "UNKNOWN"
    return HEALTH_OF_DOCKER.get(health.get("Status"), "UNKNOWN")


def combine_health(statuses):
    """A task is unhealthy with one unhealthy container, and healthy with all of them healthy."""
    if "UNHEALTHY" in statuses:
        return "UNHEALTHY"
    return "HEALTHY" if all(status == "HEALTHY" for status in statuses) else "UNKNOWN"


ecs._maybe_mark_stopped = mark_stopped_or_unhealthy
register_task_definition = ecs._register_task_definition


def register_valid_task_definition(data):
    """ministack accepts any health check."""
    for container in data.get("containerDefinitions", []):
        check = container.get("healthCheck") or {}
        for name, (low, high) in HEALTH_CHECK_LIMITS.items():
            if name in check and not low <= check[name] <= high:
                message = f"Health check {name} of container {container['name']} must be between {low} and {high}."
                return error_response_json("ClientException", message, 400)
    return register_task_definition(data)


ecs._ACTION_MAP["RegisterTaskDefinition"] = register_valid_task_definition
resolve_container_secrets = ecs._resolve_container_secrets


def resolve_secret_versions(container):
    """ministack takes the current version of a secret, whichever the task definition names, and gives another reason than ECS."""
    for secret in container.get("secrets", []):
        parts = secret["valueFrom"].split(":")
        arn, (stage, version) = ":".join(parts[:7]), (parts[8:10] + ["", ""])[:2]
        if ":secretsmanager:" not in arn or ecs.secretsmanager.resolve_secret_string(arn, stage or "AWSCURRENT", version or None) is not None:
            continue
        wanted = f"VersionId: {version}" if version else f"staging label: {stage or 'AWSCURRENT'}"
        raise ecs._SecretResolutionError(
            f"unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret {arn} from secrets manager: "
            f"ResourceNotFoundException: Secrets Manager can't find the specified secret value for {wanted}"
        )
    return resolve_container_secrets(container)


ecs._resolve_container_secrets = resolve_secret_versions
fail_task_start = ecs._fail_task_start
# The runtime's errors (local-cloud/ecs/images.ts, local-cloud/ecs/containers.ts), and ECS' (stopped-task-error-codes in the guide).
MISSING_IMAGE = re.compile(r"the local cloud cannot run the image (\S+); .*images\.ts")
CANNOT_PULL = "CannotPullContainerError: pull image manifest has been retried 1 time(s)"
FAILED_DEPENDENCY = re.compile(r"the container ([\w-]+), which ([\w-]+) depends on, ended with (\d+)")


def fail_task_start_as_agent(task, docker_client, reason):
    """Says of an image that is not there what ECS does; a container whose dependency failed ends with 143, as after SIGTERM.

    Source: amazon-ecs-agent, agent/engine/task_manager.go, handleTerminalDependencyError.
    """
    missing = MISSING_IMAGE.search(reason)
    if missing:
        reason = f"{CANNOT_PULL}: failed to resolve ref {missing[1]}: {missing[1]}: not found ({missing[0]})"
    failed = FAILED_DEPENDENCY.search(reason)
    if not failed:
        fail_task_start(task, docker_client, reason)
        return
    dependency, dependent, code = failed.groups()
    for container in task["containers"]:
        if container["name"] in (dependency, dependent):
            container["exitCode"] = int(code) if container["name"] == dependency else 143
    try:
        ecs._mark_task_stopped(task["taskArn"], task, "Essential container in task exited", "EssentialContainerExited")
    finally:
        ecs._cleanup_task_resources(task, docker_client)


ecs._fail_task_start = fail_task_start_as_agent
