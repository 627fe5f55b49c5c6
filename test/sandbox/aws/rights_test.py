"""Run by emulator.test.ts in the emulator's own Python environment."""

import json
import os
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "sandbox" / "aws"))
import rights  # noqa: E402
from ministack.core import iam_evaluator  # noqa: E402
from ministack.core.iam_evaluator import EvalContext  # noqa: E402
from ministack.services import ec2, iam, sts  # noqa: E402

ACCOUNT = "000000000000"
REGION = "us-east-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/r"
ARN = f"arn:aws:ec2:{REGION}:{ACCOUNT}:"


def query(service, action, **params):
    """What is asked for a call of the Query API: (action, resource, context), the primary one first."""
    words = {"Action": [action], **{name: [value] for name, value in params.items()}}
    headers = {"content-type": "application/x-www-form-urlencoded"}
    rights.iam_actions.extract_resource_arn(service, "POST", "/", headers, b"", words, REGION, ACCOUNT)
    return [(each, arn, {key: value for key, value in context.items() if key != "made"}) for each, arn, context in rights.asked.get()[1]]


def fields(service, target, /, **body):
    """The same for a call with a JSON body."""
    headers = {"content-type": "application/x-amz-json-1.1", "x-amz-target": target}
    rights.iam_actions.extract_resource_arn(service, "POST", "/", headers, json.dumps(body).encode(), {}, REGION, ACCOUNT)
    return rights.asked.get()[1]


class Questions(unittest.TestCase):
    def test_a_subnet_is_asked_of_its_network_and_of_itself(self):
        self.assertEqual(
            query("ec2", "CreateSubnet", VpcId="vpc-1"),
            [("ec2:CreateSubnet", f"{ARN}vpc/vpc-1", {}), ("ec2:CreateSubnet", f"{ARN}subnet/*", {})],
        )

    def test_what_is_tagged_when_it_is_made_is_asked_for_its_tags(self):
        tag = {"TagSpecification.1.Tag.1.Key": "k", "TagSpecification.1.Tag.1.Value": "v"}
        self.assertEqual(
            query("ec2", "CreateVpc", **tag),
            [
                ("ec2:CreateVpc", f"{ARN}vpc/*", {}),
                ("ec2:CreateTags", f"{ARN}vpc/*", {"ec2:CreateAction": "CreateVpc"}),
            ],
        )

    def test_an_action_of_a_budget_is_asked_for_itself_and_for_the_role_it_hands_over(self):
        role = f"arn:aws:iam::{ACCOUNT}:role/stop"
        budget = f"arn:aws:budgets::{ACCOUNT}:budget/b"
        target = "AWSBudgetServiceGateway."
        self.assertEqual(
            fields("budgets", f"{target}CreateBudgetAction", BudgetName="b", ExecutionRoleArn=role),
            [
                ("budgets:CreateBudgetAction", f"{budget}/action/*", {}),
                ("iam:PassRole", role, {"iam:PassedToService": "budgets.amazonaws.com"}),
            ],
        )
        self.assertEqual(
            fields("budgets", f"{target}ExecuteBudgetAction", BudgetName="b", ActionId="a"),
            [("budgets:ExecuteBudgetAction", f"{budget}/action/a", {})],
        )

    def test_an_association_is_asked_of_its_two_ends(self):
        ends = {"RouteTableAssociationId": "rtbassoc-1", "RouteTableId": "rtb-1", "SubnetId": "subnet-1"}
        ec2._route_tables["rtb-1"] = {"Associations": [ends]}
        self.assertEqual(
            [arn for _, arn, _ in query("ec2", "DisassociateRouteTable", AssociationId="rtbassoc-1")],
            [f"{ARN}route-table/rtb-1", f"{ARN}subnet/subnet-1"],
        )

    def test_a_role_is_asked_with_the_boundary_it_is_to_have(self):
        [(_, arn, context)] = query("iam", "CreateRole", RoleName="r", PermissionsBoundary="b")
        self.assertEqual((arn, context), (ROLE, {"iam:PermissionsBoundary": "b"}))

    def test_a_change_of_a_role_is_asked_with_the_boundary_it_has(self):
        iam._roles["kept"] = {"PermissionsBoundary": "b"}
        [(_, _, context)] = query("iam", "PutRolePolicy", RoleName="kept", PolicyName="p")
        self.assertEqual(context, {"iam:PermissionsBoundary": "b"})

    def test_what_is_done_to_a_service_is_asked_of_it_and_not_of_its_cluster(self):
        arn = f"arn:aws:ecs:{REGION}:{ACCOUNT}:service/c/s"
        for body in ({"cluster": "c", "service": "s"}, {"cluster": arn.replace("service/c/s", "cluster/c"), "service": arn}):
            for action in ("UpdateService", "DeleteService"):
                asked = fields("ecs", f"AmazonEC2ContainerServiceV20141113.{action}", **body)
                self.assertEqual(asked, [(f"ecs:{action}", arn, {})])

    def test_what_is_done_to_a_cluster_is_asked_of_the_cluster(self):
        asked = fields("ecs", "AmazonEC2ContainerServiceV20141113.DeleteCluster", cluster="c")
        self.assertEqual(asked, [("ecs:DeleteCluster", f"arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/c", {})])

    def test_a_task_definition_hands_its_roles_to_ecs(self):
        asked = fields(
            "ecs", "AmazonEC2ContainerServiceV20141113.RegisterTaskDefinition", family="f", taskRoleArn=ROLE
        )
        passed = {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
        self.assertEqual(asked[0][:2], ("ecs:RegisterTaskDefinition", f"arn:aws:ecs:{REGION}:{ACCOUNT}:task-definition/f:*"))
        self.assertEqual(asked[1:], [("iam:PassRole", ROLE, passed)])

    def test_the_key_is_asked_with_the_context_of_the_secret(self):
        [(_, _, context)] = fields("kms", "TrentService.Decrypt", EncryptionContext={"layer": "kafka"})
        self.assertEqual(context, {"kms:EncryptionContext:layer": "kafka"})

    def test_budgets_are_viewed_whatever_the_call_is_named(self):
        [(action, arn, _)] = fields("budgets", "AWSBudgetServiceGateway.DescribeBudget", BudgetName="b")
        self.assertEqual((action, arn), ("budgets:ViewBudget", f"arn:aws:budgets::{ACCOUNT}:budget/b"))


class Answers(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        os.environ["CALLS"] = str(pathlib.Path(self.folder.name, "calls.jsonl"))
        rights.logged.clear()
        allow = {"Effect": "Allow", "Action": "ec2:CreateSubnet", "Resource": f"{ARN}vpc/*"}
        iam._roles["r"] = {"Arn": ROLE, "InlinePolicies": {"p": json.dumps({"Statement": [allow]})}}
        session = {"Arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/r/s", "UserId": "u:s", "SecretAccessKey": "s"}
        sts._sessions["ASIA1"] = {**session, "AccountId": ACCOUNT, "PrincipalType": "AssumedRole", "Expiration": 1e12}

    def tearDown(self):
        del os.environ["CALLS"]
        self.folder.cleanup()

    def ask(self):
        query("ec2", "CreateSubnet", VpcId="vpc-1")
        return iam_evaluator.enforce("ASIA1", "ec2:CreateSubnet", "ec2", REGION, resource_arn=f"{ARN}vpc/vpc-1")

    def test_one_no_is_the_answer_and_is_named(self):
        self.assertIsNotNone(self.ask())
        self.assertEqual(rights.refused.get(), ("ec2:CreateSubnet", f"{ARN}subnet/*"))

    def test_every_question_is_logged_once_with_its_answer(self):
        self.ask()
        self.ask()
        lines = [json.loads(line) for line in pathlib.Path(os.environ["CALLS"]).read_text().splitlines()]
        self.assertEqual(
            [(each["principal"], each["resource"], each["allowed"]) for each in lines],
            [(ROLE, f"{ARN}vpc/vpc-1", True), (ROLE, f"{ARN}subnet/*", False)],
        )

    def test_a_session_is_known_by_its_role(self):
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
