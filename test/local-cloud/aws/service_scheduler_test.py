"""Run by emulator.test.ts in the emulator's own Python environment."""

import json
import pathlib
import sys
import types
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "local-cloud" / "aws"))
import service_scheduler  # noqa: E402

ecs = service_scheduler.ecs
CLUSTER = "arn:aws:ecs:us-east-1:000000000000:cluster/c"
CHECK = {"command": ["CMD-SHELL", "exit 0"], "interval": 5}


class FakeDocker:
    """One container, of which only the health is asked."""

    def __init__(self, health):
        self.health = health
        self.containers = self

    def get(self, _):
        return types.SimpleNamespace(attrs={"State": {"Health": {"Status": self.health}}}, reload=lambda: None, status="running", stop=lambda timeout: None, remove=lambda **_: None)


class Deployment(unittest.TestCase):
    def setUp(self):
        ecs.reset()
        service_scheduler.health_read_at.clear()
        containers = [{"name": "pulse", "image": "i", "healthCheck": CHECK}]
        ecs._register_task_definition({"family": "pulse", "containerDefinitions": containers})
        breaker = {"deploymentCircuitBreaker": {"enable": True, "rollback": False}}
        self.deployment = ecs._make_deployment("pulse:1", 1)
        self.service = {
            **{"serviceName": "s", "clusterArn": CLUSTER, "status": "ACTIVE", "desiredCount": 1, "taskDefinition": "pulse:1"},
            **{"deployments": [self.deployment], "deploymentConfiguration": breaker, "events": []},
        }
        ecs._services["c/s"] = self.service
        self.reconciled = []
        self.scheduled = []
        self.reconcile, ecs._reconcile_service_tasks = ecs._reconcile_service_tasks, lambda *key: self.reconciled.append(key)
        self.schedule = service_scheduler.schedule_completion
        service_scheduler.schedule_completion = lambda *_, healthy_task=None: self.scheduled.append(healthy_task)

    def tearDown(self):
        ecs._reconcile_service_tasks = self.reconcile
        service_scheduler.schedule_completion = self.schedule
        ecs.reset()

    def add_task(self, **more):
        arn = f"arn:aws:ecs:us-east-1:000000000000:task/c/{len(list(ecs._tasks.values()))}"
        task = {
            **{"taskArn": arn, "clusterArn": CLUSTER, "group": "service:s", "_deployment_id": self.deployment["id"]},
            **{"taskDefinitionArn": "pulse:1", "lastStatus": "RUNNING", "desiredStatus": "RUNNING", "healthStatus": "UNKNOWN"},
            **{"startedAt": 1, "version": 1, "containers": [{"name": "pulse", "healthStatus": "UNKNOWN"}], "_docker_ids": ["d"], **more},
        }
        ecs._tasks[arn] = task
        return task

    def test_is_in_progress_at_first(self):
        self.assertEqual(ecs._make_deployment("td", 1)["rolloutState"], "IN_PROGRESS")

    def test_with_a_desired_count_of_zero_is_completed_at_once(self):
        self.assertEqual(ecs._make_deployment("td", 0)["rolloutState"], "COMPLETED")

    def test_does_not_count_tasks_that_ran_and_exited(self):
        for _ in range(4):
            task = self.add_task()
            ecs._mark_task_stopped(task["taskArn"], task, "Essential container exited", "EssentialContainerExited")
        self.assertEqual((self.deployment["failedTasks"], self.deployment["rolloutState"]), (0, "IN_PROGRESS"))
        self.assertEqual(self.reconciled, [("c", "c/s")] * 4)

    def test_fails_after_three_tasks_that_did_not_start(self):
        for _ in range(3):
            task = self.add_task(startedAt=None, lastStatus="PENDING")
            ecs._mark_task_stopped(task["taskArn"], task, "CannotPullContainerError", "TaskFailedToStart")
        self.assertEqual((self.deployment["failedTasks"], self.deployment["rolloutState"]), (3, "FAILED"))

    def test_waits_for_the_health_of_a_task_that_has_a_check(self):
        task = self.add_task()
        ecs._schedule_service_deployment_completion("c", "c/s", "000000000000", "us-east-1", healthy_task=task)
        self.assertEqual(self.scheduled, [])
        ecs._maybe_mark_stopped(task, FakeDocker("healthy"))
        self.assertEqual((task["healthStatus"], task["containers"][0]["healthStatus"]), ("HEALTHY", "HEALTHY"))
        self.assertEqual(self.scheduled, [task])

    def test_leaves_no_trace_of_a_look_in_the_task(self):
        task = self.add_task()
        before = set(task)
        ecs._maybe_mark_stopped(task, FakeDocker("starting"))
        self.assertEqual(set(task), before)

    def test_stops_and_counts_an_unhealthy_task(self):
        task = self.add_task()
        ecs._maybe_mark_stopped(task, FakeDocker("starting"))
        self.assertEqual((task["healthStatus"], task["lastStatus"]), ("UNKNOWN", "RUNNING"))
        service_scheduler.health_read_at.clear()
        ecs._maybe_mark_stopped(task, FakeDocker("unhealthy"))
        self.assertEqual((task["healthStatus"], task["lastStatus"]), ("UNHEALTHY", "STOPPED"))
        self.assertEqual((task["stoppedReason"], task["stopCode"]), ("Task failed container health checks", "ServiceSchedulerInitiated"))
        self.assertEqual(self.deployment["failedTasks"], 1)

    def test_leaves_an_unhealthy_task_alone_that_belongs_to_no_service(self):
        task = self.add_task(group="family:pulse")
        ecs._maybe_mark_stopped(task, FakeDocker("unhealthy"))
        self.assertEqual((task["healthStatus"], task["lastStatus"]), ("UNHEALTHY", "RUNNING"))

    def test_that_cannot_start_for_its_dependency_ends_as_if_it_had_been_stopped(self):
        containers = [{"name": "fetch"}, {"name": "pulse"}]
        task = self.add_task(startedAt=None, lastStatus="ACTIVATING", containers=containers)
        reason = 'Server Error ("the container fetch, which pulse depends on, ended with 1: fatal error")'
        ecs._fail_task_start(task, FakeDocker("starting"), f"ResourceInitializationError: {reason}")
        self.assertEqual((task["stoppedReason"], task["stopCode"]), ("Essential container in task exited", "EssentialContainerExited"))
        self.assertEqual([each["exitCode"] for each in containers], [1, 143])
        self.assertEqual(self.deployment["failedTasks"], 1)

    def test_that_has_no_image_cannot_pull_it(self):
        task = self.add_task(startedAt=None, lastStatus="ACTIVATING")
        hint = "the local cloud cannot run the image r/gone:1; it knows node: use one of these or add it to local-cloud/ecs/images.ts"
        ecs._fail_task_start(task, FakeDocker("starting"), f'ResourceInitializationError: 404 Client Error ("{hint}.")')
        reason = f"CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref r/gone:1: r/gone:1: not found ({hint})"
        self.assertEqual((task["stoppedReason"], task["stopCode"]), (reason, "TaskFailedToStart"))

    def test_does_not_start_without_the_version_of_its_secret(self):
        arn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:pulse-AbCdEf"
        with self.assertRaisesRegex(ecs._SecretResolutionError, f"failed to fetch secret {arn} from secrets manager: .* VersionId: v2$"):
            ecs._resolve_container_secrets({"secrets": [{"name": "KEY", "valueFrom": f"{arn}:::v2"}]})

    def test_without_capacity_says_so_in_an_event_once_and_tries_again(self):
        service_scheduler.unavailable_providers = {"FARGATE_SPOT"}
        retries = []
        timer, service_scheduler.threading.Timer = service_scheduler.threading.Timer, lambda _, retry: retries.append(retry) or types.SimpleNamespace(start=lambda: None)
        request = {"cluster": "c", "group": "service:s", "_deploymentId": "ecs-svc/1", "capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT"}]}
        ecs._clusters["c"] = {"clusterName": "c", "clusterArn": CLUSTER}
        try:
            for _ in range(2):
                ecs._run_task(request)
            retries[0]()
            alone = json.loads(ecs._run_task({**request, "group": "", "_deploymentId": None})[2])
        finally:
            service_scheduler.threading.Timer = timer
            service_scheduler.unavailable_providers = set()
        reason = "Capacity is unavailable at this time. Please try again later or in a different availability zone"
        self.assertEqual([each["message"] for each in self.service["events"]], [f"(service s) was unable to place a task. Reason: {reason}."])
        self.assertEqual((len(retries), self.reconciled), (2, [("c", "c/s")]))
        self.assertEqual(alone, {"tasks": [], "failures": [{"reason": reason}]})

    def test_starts_its_tasks_itself(self):
        asked = []
        run_task, service_scheduler.run_task = service_scheduler.run_task, asked.append
        try:
            ecs._run_task({"startedBy": "s", "_deploymentId": "ecs-svc/1"})
            ecs._run_task({"startedBy": "me"})
        finally:
            service_scheduler.run_task = run_task
        self.assertEqual([each["startedBy"] for each in asked], ["ecs-svc/1", "me"])


class HealthCheck(unittest.TestCase):
    def test_is_refused_outside_its_limits(self):
        for interval, expected in ((5, 200), (4, 400), (301, 400)):
            container = {"name": "pulse", "image": "i", "healthCheck": {**CHECK, "interval": interval}}
            status, *_ = ecs._ACTION_MAP["RegisterTaskDefinition"]({"family": "f", "containerDefinitions": [container]})
            self.assertEqual(status, expected)


if __name__ == "__main__":
    unittest.main()
