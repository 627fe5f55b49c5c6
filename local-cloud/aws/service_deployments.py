"""Answers ListServiceDeployments and DescribeServiceDeployments, which ministack leaves empty.

The official AWS provider waits for a service by them, until its timeout of 20 minutes while they are empty: it takes the deployment
whose revision has the id of the service's primary deployment (terraform-provider-aws, internal/service/ecs/service.go,
findPrimaryDeploymentARN and findDeploymentStatus).
"""

import datetime

from ministack.services import ecs

# ministack turns the times that it knows into numbers, as in ECS' protocol; an SDK does not read a text.
ecs._ECS_TIMESTAMP_FIELDS.add("finishedAt")
# A service deployment's status by the rollout's state: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html
STATUSES = {"IN_PROGRESS": "IN_PROGRESS", "COMPLETED": "SUCCESSFUL", "FAILED": "STOPPED"}


def build_arn(kind, service, deployment):
    """arn:aws:ecs:REGION:ACCOUNT:service-deployment/CLUSTER/SERVICE/ID, or a service-revision's."""
    name = service["serviceArn"].partition(":service/")
    return f"{name[0]}:{kind}/{name[2]}/{deployment['id'].rpartition('/')[2]}"


def build_deployment(service, deployment):
    status = STATUSES[deployment["rolloutState"]]
    is_finished = status != "IN_PROGRESS"
    return {
        "serviceDeploymentArn": build_arn("service-deployment", service, deployment),
        "serviceArn": service["serviceArn"],
        "clusterArn": service["clusterArn"],
        "createdAt": deployment["createdAt"],
        "startedAt": deployment["createdAt"],
        "updatedAt": deployment["updatedAt"],
        **({"finishedAt": deployment["updatedAt"]} if is_finished else {}),
        "status": status,
        "statusReason": deployment.get("rolloutStateReason") or None,
        "deploymentConfiguration": service["deploymentConfiguration"],
        "targetServiceRevision": {
            "arn": build_arn("service-revision", service, deployment),
            "requestedTaskCount": deployment["desiredCount"],
            "runningTaskCount": deployment["runningCount"],
            "pendingTaskCount": deployment["pendingCount"],
        },
    }


BRIEF = ("serviceDeploymentArn", "serviceArn", "clusterArn", "createdAt", "startedAt", "finishedAt", "status", "statusReason")


def list_service_deployments(data):
    """Newest first; filtered by `createdAt` (`after`, `before`, in seconds) and `status`."""
    cluster = ecs._resolve_cluster_name(data.get("cluster", "default"))
    if cluster not in ecs._clusters:
        return ecs.error_response_json("ClusterNotFoundException", "Cluster not found.", 400)
    name, _ = ecs._resolve_service_ref(data.get("service", "")) or (None, None)
    service = ecs._services.get(f"{cluster}/{name}")
    if not service:
        return ecs.error_response_json("ServiceNotFoundException", "Service not found.", 400)
    created = data.get("createdAt", {})
    briefs = []
    for deployment in service["deployments"]:
        full = build_deployment(service, deployment)
        at = datetime.datetime.fromisoformat(full["createdAt"].replace("Z", "+00:00")).timestamp()
        if at < created.get("after", at) or at > created.get("before", at):
            continue
        if data.get("status") and full["status"] not in data["status"]:
            continue
        revision = full["targetServiceRevision"]["arn"]
        briefs.append({key: full[key] for key in BRIEF if key in full} | {"targetServiceRevisionArn": revision})
    briefs.sort(key=lambda each: each["createdAt"], reverse=True)
    return ecs.json_response(ecs._sanitize({"serviceDeployments": briefs}))


def describe_service_deployments(data):
    found = {}
    for service in ecs._services.values():
        for deployment in service["deployments"]:
            full = build_deployment(service, deployment)
            found[full["serviceDeploymentArn"]] = full
    arns = data.get("serviceDeploymentArns", [])
    return ecs.json_response(
        ecs._sanitize(
            {
                "serviceDeployments": [found[arn] for arn in arns if arn in found],
                "failures": [{"arn": arn, "reason": "MISSING"} for arn in arns if arn not in found],
            }
        )
    )


ecs._ACTION_MAP["ListServiceDeployments"] = list_service_deployments
ecs._ACTION_MAP["DescribeServiceDeployments"] = describe_service_deployments
