"""Run by emulator.test.ts in the emulator's own Python environment."""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "local-cloud" / "aws"))
import service_deployments  # noqa: E402
from ministack.services import ecs  # noqa: E402

CLUSTER = "arn:aws:ecs:us-east-1:000000000000:cluster/c"
SERVICE = "arn:aws:ecs:us-east-1:000000000000:service/c/s"


def make_deployment(number, state, reason="", **more):
    at = f"2026-11-27T10:00:0{number}.000Z"
    counts = {"desiredCount": 1, "runningCount": 1, "pendingCount": 0}
    times = {"createdAt": at, "updatedAt": at}
    return {"id": f"ecs-svc/{number}", "rolloutState": state, "rolloutStateReason": reason, **counts, **times, **more}


def call(action, **data):
    status, _, body = ecs._ACTION_MAP[action](data)
    return status, json.loads(body)


class ServiceDeployments(unittest.TestCase):
    def setUp(self):
        ecs._clusters["c"] = {"clusterArn": CLUSTER}
        service = {"serviceArn": SERVICE, "clusterArn": CLUSTER, "deploymentConfiguration": {"maximumPercent": 200}}
        ecs._services["c/s"] = {**service, "deployments": [make_deployment(1, "COMPLETED"), make_deployment(2, "IN_PROGRESS")]}

    def describe(self, number):
        arn = f"{SERVICE.replace(':service/', ':service-deployment/')}/{number}"
        return call("DescribeServiceDeployments", serviceDeploymentArns=[arn])[1]["serviceDeployments"][0]

    def list_numbers(self, **filters):
        _, answer = call("ListServiceDeployments", cluster="c", service="s", **filters)
        return [each["targetServiceRevisionArn"].rpartition("/")[2] for each in answer["serviceDeployments"]]

    def test_the_newest_is_listed_first(self):
        self.assertEqual(self.list_numbers(), ["2", "1"])

    def test_they_are_filtered_by_time_and_status(self):
        first = 1795773601  # 2026-11-27T10:00:01Z
        self.assertEqual(self.list_numbers(createdAt={"after": first + 0.5}), ["2"])
        self.assertEqual(self.list_numbers(createdAt={"before": first + 0.5}), ["1"])
        self.assertEqual(self.list_numbers(status=["SUCCESSFUL"]), ["1"])

    def test_a_service_may_be_named_by_its_arn(self):
        _, answer = call("ListServiceDeployments", cluster=CLUSTER, service=SERVICE)
        self.assertEqual(len(answer["serviceDeployments"]), 2)

    def test_a_running_rollout_is_in_progress_without_an_end(self):
        one = self.describe(2)
        self.assertEqual((one["status"], "finishedAt" in one), ("IN_PROGRESS", False))
        self.assertEqual(one["targetServiceRevision"]["runningTaskCount"], 1)

    def test_a_completed_rollout_is_successful(self):
        one = self.describe(1)
        self.assertEqual((one["status"], one["finishedAt"]), ("SUCCESSFUL", "2026-11-27T10:00:01.000Z"))

    def test_a_failed_rollout_is_stopped_with_its_reason_which_ends_the_providers_wait(self):
        ecs._services["c/s"]["deployments"] = [make_deployment(3, "FAILED", "ECS deployment circuit breaker was triggered.")]
        one = self.describe(3)
        self.assertEqual((one["status"], one["statusReason"]), ("STOPPED", "ECS deployment circuit breaker was triggered."))

    def test_what_is_missing_is_named(self):
        self.assertEqual(call("ListServiceDeployments", cluster="d", service="s"), (400, self.error("ClusterNotFoundException", "Cluster")))
        self.assertEqual(call("ListServiceDeployments", cluster="c", service="t"), (400, self.error("ServiceNotFoundException", "Service")))

    def error(self, code, what):
        return {"__type": code, "message": f"{what} not found."}


if __name__ == "__main__":
    unittest.main()
