"""Run by emulator.test.ts in the emulator's own Python environment."""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "local-cloud" / "aws"))
import budget_actions  # noqa: E402
from ministack.core import persistence  # noqa: E402
from ministack.services import budgets, iam, kms, sns  # noqa: E402

ACCOUNT = "000000000000"
DENY = f"arn:aws:iam::{ACCOUNT}:policy/deny"
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:spending"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"
OWN_ACCOUNT = {"StringEquals": {"aws:SourceAccount": ACCOUNT}, "ArnLike": {"aws:SourceArn": f"arn:aws:budgets::{ACCOUNT}:*"}}


def build_policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow_service(action, resource="*", condition=OWN_ACCOUNT):
    principal = {"Service": "budgets.amazonaws.com"}
    return {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource, "Condition": condition}


def call_budgets(name, **data):
    status, _, body = budgets._DISPATCH[name]({"AccountId": ACCOUNT, "BudgetName": "b", **data})
    return status, json.loads(body)


class BudgetActionTestCase(unittest.TestCase):
    def setUp(self):
        budgets.reset()
        budget_actions.actions.clear()
        self.messages = []
        sns.publish_internal = lambda topic, message, *_, **__: self.messages.append(message)
        attach = {"Effect": "Allow", "Action": ["iam:AttachRolePolicy", "iam:DetachRolePolicy"], "Resource": f"arn:aws:iam::{ACCOUNT}:role/deployer"}
        attach["Condition"] = {"ArnEquals": {"iam:PolicyARN": DENY}}
        iam._policies[DENY] = {"Arn": DENY, "AttachmentCount": 0}
        iam._roles["deployer"] = {"AttachedPolicies": [], "InlinePolicies": {}}
        iam._roles["stop"] = {
            "AssumeRolePolicyDocument": build_policy(allow_service("sts:AssumeRole")),
            "AttachedPolicies": [],
            "InlinePolicies": {"permissions": build_policy(attach)},
        }
        kms._keys["k"] = {"Arn": KEY, "Policy": build_policy(allow_service(["kms:GenerateDataKey*", "kms:Decrypt"]))}
        sns._topics[TOPIC] = {"attributes": {"KmsMasterKeyId": KEY, "Policy": build_policy(allow_service("sns:Publish", TOPIC))}}
        subscribers = [{"SubscriptionType": "EMAIL", "Address": "a@b.org"}, {"SubscriptionType": "SNS", "Address": TOPIC}]
        notification = {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 50}
        budget = {"BudgetName": "b", "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": {"Amount": "20.0", "Unit": "USD"}}
        notifications = [{"Notification": notification, "Subscribers": subscribers}]
        self.assertEqual(call_budgets("CreateBudget", Budget=budget, NotificationsWithSubscribers=notifications)[0], 200)
        action = {
            "NotificationType": "ACTUAL",
            "ActionType": "APPLY_IAM_POLICY",
            "ActionThreshold": {"ActionThresholdType": "PERCENTAGE", "ActionThresholdValue": 100.0},
            "Definition": {"IamActionDefinition": {"PolicyArn": DENY, "Roles": ["deployer"]}},
            "ExecutionRoleArn": f"arn:aws:iam::{ACCOUNT}:role/stop",
            "ApprovalModel": "AUTOMATIC",
            "Subscribers": subscribers,
        }
        self.id = call_budgets("CreateBudgetAction", **action, ResourceTags=[{"Key": "k", "Value": "v"}])[1]["ActionId"]

    def status(self):
        return call_budgets("DescribeBudgetAction", ActionId=self.id)[1]["Action"]["Status"]

    def is_denied(self):
        return iam._roles["deployer"]["AttachedPolicies"] == [DENY]

    def execute(self, execution):
        return call_budgets("ExecuteBudgetAction", ActionId=self.id, ExecutionType=f"{execution}_BUDGET_ACTION")


class Action(BudgetActionTestCase):
    def test_is_executed_above_its_threshold_and_not_before(self):
        for amount, expected in (("20", ("STANDBY", False)), ("20.5", ("EXECUTION_SUCCESS", True))):
            budget_actions.set_spend("b", amount)
            self.assertEqual((self.status(), self.is_denied()), expected)
        spend = call_budgets("DescribeBudget")[1]["Budget"]["CalculatedSpend"]["ActualSpend"]
        self.assertEqual(spend, {"Amount": "20.5", "Unit": "USD"})

    def test_fails_with_a_role_that_does_not_trust_budgets(self):
        for condition in ({"StringEquals": {"aws:SourceAccount": "111111111111"}}, {"ArnLike": {"aws:SourceArn": "arn:aws:budgets::111111111111:*"}}):
            iam._roles["stop"]["AssumeRolePolicyDocument"] = build_policy(allow_service("sts:AssumeRole", condition=condition))
            budget_actions.actions[self.id]["Status"] = "STANDBY"
            budget_actions.set_spend("b", "30")
            self.assertEqual((self.status(), self.is_denied()), ("EXECUTION_FAILURE", False))

    def test_fails_with_a_role_that_is_only_allowed_to_attach_another_policy(self):
        permissions = json.loads(iam._roles["stop"]["InlinePolicies"]["permissions"])
        permissions["Statement"][0]["Condition"]["ArnEquals"]["iam:PolicyARN"] = f"{DENY}2"
        iam._roles["stop"]["InlinePolicies"]["permissions"] = json.dumps(permissions)
        budget_actions.set_spend("b", "30")
        self.assertEqual((self.status(), self.is_denied()), ("EXECUTION_FAILURE", False))

    def test_is_not_executed_again_after_a_reversal_until_the_next_month(self):
        budget_actions.set_spend("b", "30")
        self.assertEqual(self.execute("REVERSE")[0], 200)
        self.assertEqual((self.status(), self.is_denied()), ("REVERSE_SUCCESS", False))
        budget_actions.set_spend("b", "31")
        self.assertEqual((self.status(), self.is_denied()), ("REVERSE_SUCCESS", False))
        for amount, expected in (("0", ("STANDBY", False)), ("30", ("EXECUTION_SUCCESS", True))):
            budget_actions.set_spend("b", amount)
            self.assertEqual((self.status(), self.is_denied()), expected)

    def test_rejects_an_execution_that_its_state_does_not_allow(self):
        for execution in ("APPROVE", "RETRY", "REVERSE", "RESET"):
            status, body = self.execute(execution)
            self.assertEqual((status, body["__type"]), (400, "ResourceLockedException"))

    def test_with_manual_approval_waits_for_the_approval(self):
        call_budgets("UpdateBudgetAction", ActionId=self.id, ApprovalModel="MANUAL")
        budget_actions.set_spend("b", "30")
        self.assertEqual((self.status(), self.is_denied()), ("PENDING", False))
        self.execute("APPROVE")
        self.assertEqual((self.status(), self.is_denied()), ("EXECUTION_SUCCESS", True))

    def test_is_restored_with_its_tags_after_a_restart(self):
        saved = json.loads(json.dumps(budgets.get_state(), default=persistence._json_default), object_hook=persistence._json_object_hook)
        budgets.reset()
        budget_actions.actions.clear()
        budgets.load_persisted_state(saved)
        self.assertEqual(self.status(), "STANDBY")
        _, body = call_budgets("ListTagsForResource", ResourceARN=f"arn:aws:budgets::{ACCOUNT}:budget/b/action/{self.id}")
        self.assertEqual(body["ResourceTags"], [{"Key": "k", "Value": "v"}])

    def test_is_deleted_with_its_budget(self):
        call_budgets("DeleteBudget")
        self.assertEqual(call_budgets("DescribeBudgetAction", ActionId=self.id)[0], 400)


class Notification(BudgetActionTestCase):
    def test_is_sent_once_when_the_spend_exceeds_the_threshold(self):
        budget_actions.set_spend("b", "11")
        budget_actions.set_spend("b", "12")
        self.assertEqual(self.messages, ["b: 11 USD is more than 50 % of the budget."])

    def test_is_not_sent_without_the_topic_policy_statement(self):
        sns._topics[TOPIC]["attributes"]["Policy"] = build_policy()
        budget_actions.set_spend("b", "11")
        self.assertEqual(self.messages, [])

    def test_is_not_sent_without_the_key_policy_statement(self):
        kms._keys["k"]["Policy"] = build_policy(allow_service("kms:Decrypt"))
        budget_actions.set_spend("b", "11")
        self.assertEqual(self.messages, [])

    def test_is_not_sent_to_a_topic_that_allows_only_another_account(self):
        condition = {"StringEquals": {"aws:SourceAccount": "111111111111"}}
        sns._topics[TOPIC]["attributes"]["Policy"] = build_policy(allow_service("sns:Publish", TOPIC, condition))
        budget_actions.set_spend("b", "11")
        self.assertEqual(self.messages, [])


if __name__ == "__main__":
    unittest.main()
