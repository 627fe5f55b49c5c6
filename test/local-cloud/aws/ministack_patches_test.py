"""Run by emulator.test.ts in the emulator's own Python environment."""

import json
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "local-cloud" / "aws"))
import ministack_patches  # noqa: E402
from ministack.core.iam_evaluator import EvalContext, evaluate_trust_policy  # noqa: E402

ROOT = "arn:aws:iam::000000000000:root"
TASK = "arn:aws:ecs:us-east-1:000000000000:task/1"
TRUST_ECS_TASKS = {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}


def is_trusted(statement, service="ecs-tasks.amazonaws.com", source=TASK):
    context = EvalContext(
        principal_arn=ROOT,
        principal_type="Root",
        principal_account="000000000000",
        action="sts:AssumeRole",
        resource_arn="arn:aws:iam::000000000000:role/r",
        region="us-east-1",
    )
    token = ministack_patches.acting_service.set((service, source) if service else None)
    try:
        return evaluate_trust_policy(json.dumps({"Statement": [statement]}), ROOT, context)
    finally:
        ministack_patches.acting_service.reset(token)


class Trust(unittest.TestCase):
    def test_a_role_that_trusts_the_service_can_be_assumed(self):
        self.assertTrue(is_trusted(TRUST_ECS_TASKS))

    def test_a_role_that_trusts_several_services_can_be_assumed(self):
        self.assertTrue(is_trusted({**TRUST_ECS_TASKS, "Principal": {"Service": ["lambda.amazonaws.com", "ecs-tasks.amazonaws.com"]}}))

    def test_a_role_that_trusts_another_service_cannot_be_assumed(self):
        self.assertFalse(is_trusted({**TRUST_ECS_TASKS, "Principal": {"Service": "lambda.amazonaws.com"}}))

    def test_a_role_that_trusts_an_account_cannot_be_assumed_by_a_service(self):
        self.assertFalse(is_trusted({**TRUST_ECS_TASKS, "Principal": {"AWS": ROOT}}))

    def test_the_source_account_must_match_the_condition(self):
        for account, expected in (("000000000000", True), ("111111111111", False)):
            condition = {"StringEquals": {"aws:SourceAccount": account}}
            self.assertEqual(is_trusted({**TRUST_ECS_TASKS, "Condition": condition}), expected)

    def test_the_source_arn_must_match_the_condition(self):
        for pattern, expected in (("arn:aws:ecs:us-east-1:000000000000:*", True), ("arn:aws:ecs:eu-central-1:*", False)):
            self.assertEqual(is_trusted({**TRUST_ECS_TASKS, "Condition": {"ArnLike": {"aws:SourceArn": pattern}}}), expected)

    def test_a_caller_that_is_not_a_service_is_evaluated_by_ministack(self):
        self.assertTrue(is_trusted({**TRUST_ECS_TASKS, "Principal": {"AWS": ROOT}}, service=None))


class RestoredTask(unittest.TestCase):
    def test_has_status_and_desired_status_stopped(self):
        task = {"lastStatus": "RUNNING", "desiredStatus": "RUNNING", "containers": [{"lastStatus": "RUNNING"}]}
        ministack_patches.ecs._restore_state({"tasks": {"arn:aws:ecs:us-east-1:000000000000:task/c/1": task}})
        (restored,) = ministack_patches.ecs._tasks._data.values()
        self.assertEqual((restored["lastStatus"], restored["desiredStatus"]), ("STOPPED", "STOPPED"))
        self.assertEqual(restored["containers"][0]["lastStatus"], "STOPPED")


class DeletedResource(unittest.TestCase):
    def setUp(self):
        ministack_patches.ec2._internet_gateways["igw-1"] = {"InternetGatewayId": "igw-1"}
        ministack_patches.ec2._tags["igw-1"] = [{"Key": "devmin:stack", "Value": "local"}]

    def test_loses_its_tags(self):
        delete = ministack_patches.ec2._ACTION_MAP["DeleteInternetGateway"]
        for wanted, expected in (("igw-2", True), ("igw-1", False)):
            delete({"InternetGatewayId": [wanted]})
            self.assertEqual("igw-1" in ministack_patches.ec2._tags, expected)


class Endpoint(unittest.TestCase):
    def setUp(self):
        self.ec2 = ec2 = ministack_patches.ec2
        ec2.reset()
        for ids, kind in ((ec2._vpcs, "Vpc"), (ec2._subnets, "Subnet")):
            ids[kind] = {"VpcId": "Vpc", "SubnetId": "Subnet"}
        ec2._security_groups["Group"] = {"VpcId": "Vpc", "GroupName": "g"}
        parameters = {"VpcId": "Vpc", "VpcEndpointType": "Interface", "ServiceName": "com.amazonaws.us-east-1.guardduty-data"}
        tag = {"ResourceType": "vpc-endpoint", "Tag.1.Key": "GuardDutyManaged", "Tag.1.Value": "true"}
        tags = {f"TagSpecification.1.{key}": value for key, value in tag.items()}
        self.call("CreateVpcEndpoint", **parameters, **tags, **{"SubnetId.1": "Subnet", "SecurityGroupId.1": "Group"})
        (self.id,) = ec2._vpc_endpoints

    def tearDown(self):
        self.ec2.reset()

    def call(self, action, **parameters):
        status, _, body = self.ec2._ACTION_MAP[action]({key: [value] for key, value in parameters.items()})
        return status, body if isinstance(body, str) else body.decode()

    def test_keeps_its_network_from_being_deleted(self):
        for action, parameter, id in (("Vpc", "VpcId", "Vpc"), ("Subnet", "SubnetId", "Subnet"), ("SecurityGroup", "GroupId", "Group")):
            status, body = self.call(f"Delete{action}", **{parameter: id})
            self.assertEqual((status, "DependencyViolation" in body), (400, True), action)
        self.call("ModifyVpcEndpoint", **{"VpcEndpointId": self.id, "RemoveSubnetId.1": "Subnet"})
        self.assertEqual(self.call("DeleteSubnet", SubnetId="Subnet")[0], 200)
        self.call("DeleteVpcEndpoints", **{"VpcEndpointId.1": self.id})
        self.assertEqual(self.call("DeleteSecurityGroup", GroupId="Group")[0], 200)
        self.assertEqual(self.call("DeleteVpc", VpcId="Vpc")[0], 200)

    def test_is_found_by_filters(self):
        for name, value, found in (
            ("vpc-id", "Vpc", True),
            ("vpc-id", "other", False),
            ("service-name", "*guardduty-data*", True),
            ("service-name", "*.s3", False),
            ("tag:GuardDutyManaged", "true", True),
            ("tag:GuardDutyManaged", "false", False),
        ):
            _, body = self.call("DescribeVpcEndpoints", **{"Filter.1.Name": name, "Filter.1.Value.1": value})
            self.assertEqual(self.id in body, found, (name, value))


class Subscription(unittest.TestCase):
    def test_is_listed_as_pending_confirmation_until_it_is_confirmed(self):
        arn = "arn:aws:sns:us-east-1:000000000000:t"
        subscription = {"protocol": "https", "endpoint": "e", "owner": "000000000000", "topic_arn": arn}
        ministack_patches.sns._topics[arn] = {
            "arn": arn,
            "attributes": {},
            "subscriptions": [
                {**subscription, "arn": f"{arn}:1", "confirmed": True},
                {**subscription, "arn": f"{arn}:2", "confirmed": False},
            ],
        }
        _, _, body = ministack_patches.sns._list_subscriptions_by_topic({"TopicArn": [arn]})
        self.assertIn(f"<SubscriptionArn>{arn}:1<".encode(), body)
        self.assertNotIn(f"{arn}:2".encode(), body)
        self.assertIn(b"<SubscriptionArn>PendingConfirmation<", body)


class TornObject(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.body = self.folder / "000000000000" / "state" / ".pulumi" / "a.json"
        self.version = self.folder / ".versions" / "000000000000" / "state" / "v1" / ".pulumi" / "a.json"
        for file in (self.body, self.version):
            file.parent.mkdir(parents=True)
            file.write_text("before")
        self.sidecar = self.body.with_name("a.json.meta.json")
        self.write_sidecar(etag=f'"{ministack_patches.compute_md5(self.body)}"')

    def write_sidecar(self, **metadata):
        self.sidecar.write_text(json.dumps({"size": 6, "version_id": "v1", "checksums": {"CRC32": "c"}, **metadata}))

    def tearDown(self):
        shutil.rmtree(self.folder)

    def test_a_whole_object_is_unchanged(self):
        ministack_patches.repair_torn_objects(self.folder)
        self.assertEqual(self.body.read_text(), "before")
        self.assertEqual(json.loads(self.sidecar.read_text())["checksums"], {"CRC32": "c"})

    def test_an_interrupted_put_is_reverted_to_the_previous_version(self):
        for afterwards in ("afterwards", "behind"):  # "behind" is as long as "before"
            self.body.write_text(afterwards)
            ministack_patches.repair_torn_objects(self.folder)
            self.assertEqual(self.body.read_text(), "before")

    def test_a_multipart_object_is_compared_by_its_size(self):
        self.write_sidecar(etag='"0123456789abcdef0123456789abcdef-2"')
        for afterwards, expected in (("behind", "behind"), ("afterwards", "before")):
            self.body.write_text(afterwards)
            ministack_patches.repair_torn_objects(self.folder)
            self.assertEqual(self.body.read_text(), expected)

    def test_without_a_previous_version_the_metadata_is_recomputed_from_the_body(self):
        self.version.unlink()
        self.body.write_text("afterwards")
        ministack_patches.repair_torn_objects(self.folder)
        metadata = json.loads(self.sidecar.read_text())
        etag = f'"{ministack_patches.compute_md5(self.body)}"'
        self.assertEqual((self.body.read_text(), metadata["size"], metadata["etag"]), ("afterwards", 10, etag))
        self.assertEqual(metadata["checksums"], {})


if __name__ == "__main__":
    unittest.main()
