"""Run by emulator.test.ts in the emulator's own Python environment."""

import json
import os
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "local-cloud" / "aws"))
import authorization  # noqa: E402
from ministack.core import iam_evaluator  # noqa: E402
from ministack.core.iam_evaluator import EvalContext  # noqa: E402
from ministack.services import ec2, iam, sts  # noqa: E402

ACCOUNT = "000000000000"
REGION = "us-east-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/r"
ARN = f"arn:aws:ec2:{REGION}:{ACCOUNT}:"


def list_query_checks(service, action, **params):
    """The checks of a Query API call, as (action, resource, context), the primary one first."""
    arguments = {"Action": [action], **{name: [value] for name, value in params.items()}}
    headers = {"content-type": "application/x-www-form-urlencoded"}
    authorization.iam_actions.extract_resource_arn(service, "POST", "/", headers, b"", arguments, REGION, ACCOUNT)
    _, checks = authorization.pending_checks.get()
    return [(check, arn, {key: value for key, value in context.items() if key != "made"}) for check, arn, context in checks]


def list_json_checks(service, target, /, **body):
    """The checks of a call with a JSON body."""
    headers = {"content-type": "application/x-amz-json-1.1", "x-amz-target": target}
    authorization.iam_actions.extract_resource_arn(service, "POST", "/", headers, json.dumps(body).encode(), {}, REGION, ACCOUNT)
    return authorization.pending_checks.get()[1]


class Billing(unittest.TestCase):
    """Every policy allows the call."""

    def is_denied(self, principal, service="budgets", active=False):
        with (
            mock.patch.object(authorization, "is_billing_active", active),
            mock.patch.object(authorization, "enforce", lambda *_, **__: None),
            mock.patch.object(iam_evaluator, "resolve_caller_identity", lambda _: {"userArn": principal}),
        ):
            authorization.pending_checks.set(None)
            denied = authorization.enforce_checks("key", f"{service}:View", service, REGION)
            return denied is not None and denied.decision != "Allow"

    def test_nobody_but_root_has_access_before_it_is_activated(self):
        self.assertTrue(self.is_denied(ROLE))
        self.assertTrue(self.is_denied(ROLE, service="ce"))
        self.assertFalse(self.is_denied(f"arn:aws:iam::{ACCOUNT}:root"))

    def test_policies_count_once_it_is_activated(self):
        self.assertFalse(self.is_denied(ROLE, active=True))

    def test_no_other_service_is_denied(self):
        self.assertFalse(self.is_denied(ROLE, service="s3"))


class Root(unittest.TestCase):
    def enforce(self, action, policy):
        arn = "arn:aws:s3:::bucket/key"
        with (
            mock.patch.object(iam_evaluator, "_resource_policy", lambda *_: (policy, ACCOUNT)),
            mock.patch.object(iam_evaluator, "authenticate", lambda *_: None),
            mock.patch.object(iam_evaluator, "_s3_scope_failure", lambda _: None),
        ):
            denied = authorization.enforce("test", action, "s3", REGION, resource_arn=arn, service_context={})
            return denied and denied.decision

    def test_may_do_what_no_policy_denies(self):
        self.assertIsNone(self.enforce("s3:PutObject", None))

    def test_may_not_do_what_a_buckets_policy_denies(self):
        deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "*"}
        policy = {"Version": "2012-10-17", "Statement": [deny]}
        self.assertEqual(self.enforce("s3:PutObject", policy), "Deny")
        self.assertIsNone(self.enforce("s3:GetObject", policy))


class Checks(unittest.TestCase):
    def test_log_events_are_a_streams(self):
        checks = list_json_checks("logs", "Logs_20140328.GetLogEvents", logGroupName="g", logStreamName="s/1")
        self.assertEqual(
            checks, [("logs:GetLogEvents", f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:g:log-stream:s/1", {})]
        )

    def test_creating_a_subnet_is_checked_on_the_vpc_and_on_the_subnet(self):
        self.assertEqual(
            list_query_checks("ec2", "CreateSubnet", VpcId="vpc-1"),
            [("ec2:CreateSubnet", f"{ARN}vpc/vpc-1", {}), ("ec2:CreateSubnet", f"{ARN}subnet/*", {})],
        )

    def test_creating_a_tagged_resource_is_also_checked_for_its_tags(self):
        tag = {"TagSpecification.1.Tag.1.Key": "k", "TagSpecification.1.Tag.1.Value": "v"}
        self.assertEqual(
            list_query_checks("ec2", "CreateVpc", **tag),
            [
                ("ec2:CreateVpc", f"{ARN}vpc/*", {}),
                ("ec2:CreateTags", f"{ARN}vpc/*", {"ec2:CreateAction": "CreateVpc"}),
            ],
        )

    def test_creating_a_budget_action_is_checked_on_the_action_and_on_passing_its_role(self):
        role = f"arn:aws:iam::{ACCOUNT}:role/stop"
        budget = f"arn:aws:budgets::{ACCOUNT}:budget/b"
        target = "AWSBudgetServiceGateway."
        self.assertEqual(
            list_json_checks("budgets", f"{target}CreateBudgetAction", BudgetName="b", ExecutionRoleArn=role),
            [
                ("budgets:CreateBudgetAction", f"{budget}/action/*", {}),
                ("iam:PassRole", role, {"iam:PassedToService": "budgets.amazonaws.com"}),
            ],
        )
        self.assertEqual(
            list_json_checks("budgets", f"{target}ExecuteBudgetAction", BudgetName="b", ActionId="a"),
            [("budgets:ExecuteBudgetAction", f"{budget}/action/a", {})],
        )

    def test_removing_a_route_table_association_is_checked_on_route_table_and_subnet(self):
        ends = {"RouteTableAssociationId": "rtbassoc-1", "RouteTableId": "rtb-1", "SubnetId": "subnet-1"}
        ec2._route_tables["rtb-1"] = {"Associations": [ends]}
        self.assertEqual(
            [arn for _, arn, _ in list_query_checks("ec2", "DisassociateRouteTable", AssociationId="rtbassoc-1")],
            [f"{ARN}route-table/rtb-1", f"{ARN}subnet/subnet-1"],
        )

    def test_creating_a_role_is_checked_with_its_new_boundary(self):
        [(_, arn, context)] = list_query_checks("iam", "CreateRole", RoleName="r", PermissionsBoundary="b")
        self.assertEqual((arn, context), (ROLE, {"iam:PermissionsBoundary": "b"}))

    def test_changing_a_role_is_checked_with_its_existing_boundary(self):
        iam._roles["kept"] = {"PermissionsBoundary": "b"}
        [(_, _, context)] = list_query_checks("iam", "PutRolePolicy", RoleName="kept", PolicyName="p")
        self.assertEqual(context, {"iam:PermissionsBoundary": "b"})

    def test_a_call_on_an_ecs_service_is_checked_on_the_service_and_not_on_its_cluster(self):
        arn = f"arn:aws:ecs:{REGION}:{ACCOUNT}:service/c/s"
        for body in ({"cluster": "c", "service": "s"}, {"cluster": arn.replace("service/c/s", "cluster/c"), "service": arn}):
            for action in ("UpdateService", "DeleteService"):
                checks = list_json_checks("ecs", f"AmazonEC2ContainerServiceV20141113.{action}", **body)
                self.assertEqual(checks, [(f"ecs:{action}", arn, {})])

    def test_a_call_on_a_cluster_is_checked_on_the_cluster(self):
        checks = list_json_checks("ecs", "AmazonEC2ContainerServiceV20141113.DeleteCluster", cluster="c")
        self.assertEqual(checks, [("ecs:DeleteCluster", f"arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/c", {})])

    def test_registering_a_task_definition_is_checked_on_passing_its_roles(self):
        checks = list_json_checks(
            "ecs", "AmazonEC2ContainerServiceV20141113.RegisterTaskDefinition", family="f", taskRoleArn=ROLE
        )
        passed = {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
        self.assertEqual(checks[0][:2], ("ecs:RegisterTaskDefinition", f"arn:aws:ecs:{REGION}:{ACCOUNT}:task-definition/f:*"))
        self.assertEqual(checks[1:], [("iam:PassRole", ROLE, passed)])

    def test_a_kms_call_is_checked_with_its_encryption_context(self):
        [(_, _, context)] = list_json_checks("kms", "TrentService.Decrypt", EncryptionContext={"layer": "kafka"})
        self.assertEqual(context, {"kms:EncryptionContext:layer": "kafka"})

    def test_describing_a_budget_is_checked_as_view_budget(self):
        [(action, arn, _)] = list_json_checks("budgets", "AWSBudgetServiceGateway.DescribeBudget", BudgetName="b")
        self.assertEqual((action, arn), ("budgets:ViewBudget", f"arn:aws:budgets::{ACCOUNT}:budget/b"))


class Enforcement(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        os.environ["CALLS"] = str(pathlib.Path(self.folder.name, "calls.jsonl"))
        authorization.logged_lines.clear()
        allow = {"Effect": "Allow", "Action": "ec2:CreateSubnet", "Resource": f"{ARN}vpc/*"}
        iam._roles["r"] = {"Arn": ROLE, "InlinePolicies": {"p": json.dumps({"Statement": [allow]})}}
        session = {"Arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/r/s", "UserId": "u:s", "SecretAccessKey": "s"}
        sts._sessions["ASIA1"] = {**session, "AccountId": ACCOUNT, "PrincipalType": "AssumedRole", "Expiration": 1e12}

    def tearDown(self):
        del os.environ["CALLS"]
        self.folder.cleanup()

    def enforce_create_subnet(self):
        list_query_checks("ec2", "CreateSubnet", VpcId="vpc-1")
        return iam_evaluator.enforce("ASIA1", "ec2:CreateSubnet", "ec2", REGION, resource_arn=f"{ARN}vpc/vpc-1")

    def test_one_denied_check_denies_the_call_and_is_named(self):
        self.assertIsNotNone(self.enforce_create_subnet())
        self.assertEqual(authorization.denied_check.get(), ("ec2:CreateSubnet", f"{ARN}subnet/*"))

    def test_every_check_is_logged_once_with_its_result(self):
        self.enforce_create_subnet()
        self.enforce_create_subnet()
        lines = [json.loads(line) for line in pathlib.Path(os.environ["CALLS"]).read_text().splitlines()]
        self.assertEqual(
            [(each["principal"], each["resource"], each["allowed"]) for each in lines],
            [(ROLE, f"{ARN}vpc/vpc-1", True), (ROLE, f"{ARN}subnet/*", False)],
        )

    def test_principal_arn_of_a_session_is_its_role(self):
        context = EvalContext(
            principal_arn=f"arn:aws:sts::{ACCOUNT}:assumed-role/r/s",
            principal_type="AssumedRole",
            principal_account=ACCOUNT,
            action="a",
            resource_arn="*",
            region=REGION,
        )
        self.assertEqual(iam_evaluator._resolve_condition_key("aws:PrincipalArn", context), ROLE)


if __name__ == "__main__":
    unittest.main()
