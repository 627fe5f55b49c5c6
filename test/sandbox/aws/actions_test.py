"""Run by emulator.test.ts in the emulator's own Python environment."""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "sandbox" / "aws"))
import actions  # noqa: E402
from ministack.core import persistence  # noqa: E402
from ministack.services import budgets, iam, kms, sns  # noqa: E402

ACCOUNT = "000000000000"
DENY = f"arn:aws:iam::{ACCOUNT}:policy/deny"
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:spending"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"
OURS = {"StringEquals": {"aws:SourceAccount": ACCOUNT}, "ArnLike": {"aws:SourceArn": f"arn:aws:budgets::{ACCOUNT}:*"}}


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def service(action, resource="*", condition=OURS):
    return {"Effect": "Allow", "Principal": {"Service": "budgets.amazonaws.com"}, "Action": action, "Resource": resource, "Condition": condition}


def call(name, **data):
    status, _, body = budgets._DISPATCH[name]({"AccountId": ACCOUNT, "BudgetName": "b", **data})
    return status, json.loads(body)


class Prepared(unittest.TestCase):
    def setUp(self):
        budgets.reset()
        actions.actions.clear()
        self.told = []
        sns.publish_internal = lambda topic, message, *_, **__: self.told.append(message)
        may = {"Effect": "Allow", "Action": ["iam:AttachRolePolicy", "iam:DetachRolePolicy"], "Resource": f"arn:aws:iam::{ACCOUNT}:role/deployer"}
        may["Condition"] = {"ArnEquals": {"iam:PolicyARN": DENY}}
        iam._policies[DENY] = {"Arn": DENY, "AttachmentCount": 0}
        iam._roles["deployer"] = {"AttachedPolicies": [], "InlinePolicies": {}}
        iam._roles["stop"] = {
            "AssumeRolePolicyDocument": policy(service("sts:AssumeRole")),
            "AttachedPolicies": [],
            "InlinePolicies": {"needs": policy(may)},
        }
        kms._keys["k"] = {"Arn": KEY, "Policy": policy(service(["kms:GenerateDataKey*", "kms:Decrypt"]))}
        sns._topics[TOPIC] = {"attributes": {"KmsMasterKeyId": KEY, "Policy": policy(service("sns:Publish", TOPIC))}}
        people = [{"SubscriptionType": "EMAIL", "Address": "a@b.org"}, {"SubscriptionType": "SNS", "Address": TOPIC}]
        notice = {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 50}
        limit = {"BudgetName": "b", "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": {"Amount": "20.0", "Unit": "USD"}}
        notices = [{"Notification": notice, "Subscribers": people}]
        self.assertEqual(call("CreateBudget", Budget=limit, NotificationsWithSubscribers=notices)[0], 200)
        self.wanted = {
            "NotificationType": "ACTUAL",
            "ActionType": "APPLY_IAM_POLICY",
            "ActionThreshold": {"ActionThresholdType": "PERCENTAGE", "ActionThresholdValue": 100.0},
            "Definition": {"IamActionDefinition": {"PolicyArn": DENY, "Roles": ["deployer"]}},
            "ExecutionRoleArn": f"arn:aws:iam::{ACCOUNT}:role/stop",
            "ApprovalModel": "AUTOMATIC",
            "Subscribers": people,
        }
        self.id = call("CreateBudgetAction", **self.wanted, ResourceTags=[{"Key": "k", "Value": "v"}])[1]["ActionId"]

    def status(self):
        return call("DescribeBudgetAction", ActionId=self.id)[1]["Action"]["Status"]

    def denied(self):
        return iam._roles["deployer"]["AttachedPolicies"] == [DENY]

    def execute(self, what):
        return call("ExecuteBudgetAction", ActionId=self.id, ExecutionType=f"{what}_BUDGET_ACTION")


class Action(Prepared):
    def test_acts_when_the_budget_is_spent_and_not_before(self):
        for amount, answer in (("20", ("STANDBY", False)), ("20.5", ("EXECUTION_SUCCESS", True))):
            actions.spent("b", amount)
            self.assertEqual((self.status(), self.denied()), answer)
        spend = call("DescribeBudget")[1]["Budget"]["CalculatedSpend"]["ActualSpend"]
        self.assertEqual(spend, {"Amount": "20.5", "Unit": "USD"})

    def test_fails_under_a_role_that_does_not_trust_budgets(self):
        for condition in ({"StringEquals": {"aws:SourceAccount": "111111111111"}}, {"ArnLike": {"aws:SourceArn": "arn:aws:budgets::111111111111:*"}}):
            iam._roles["stop"]["AssumeRolePolicyDocument"] = policy(service("sts:AssumeRole", condition=condition))
            actions.actions[self.id]["Status"] = "STANDBY"
            actions.spent("b", "30")
            self.assertEqual((self.status(), self.denied()), ("EXECUTION_FAILURE", False))

    def test_fails_under_a_role_that_may_attach_another_policy_alone(self):
        needs = json.loads(iam._roles["stop"]["InlinePolicies"]["needs"])
        needs["Statement"][0]["Condition"]["ArnEquals"]["iam:PolicyARN"] = f"{DENY}2"
        iam._roles["stop"]["InlinePolicies"]["needs"] = json.dumps(needs)
        actions.spent("b", "30")
        self.assertEqual((self.status(), self.denied()), ("EXECUTION_FAILURE", False))

    def test_is_undone_and_does_not_act_again_before_the_next_month(self):
        actions.spent("b", "30")
        self.assertEqual(self.execute("REVERSE")[0], 200)
        self.assertEqual((self.status(), self.denied()), ("REVERSE_SUCCESS", False))
        actions.spent("b", "31")
        self.assertEqual((self.status(), self.denied()), ("REVERSE_SUCCESS", False))
        for amount, answer in (("0", ("STANDBY", False)), ("30", ("EXECUTION_SUCCESS", True))):
            actions.spent("b", amount)
            self.assertEqual((self.status(), self.denied()), answer)

    def test_is_asked_for_nothing_that_is_not_for_its_state(self):
        for what in ("APPROVE", "RETRY", "REVERSE", "RESET"):
            status, body = self.execute(what)
            self.assertEqual((status, body["__type"]), (400, "ResourceLockedException"))

    def test_that_wants_approval_waits_for_it(self):
        call("UpdateBudgetAction", ActionId=self.id, ApprovalModel="MANUAL")
        actions.spent("b", "30")
        self.assertEqual((self.status(), self.denied()), ("PENDING", False))
        self.execute("APPROVE")
        self.assertEqual((self.status(), self.denied()), ("EXECUTION_SUCCESS", True))

    def test_is_found_with_its_tags_after_a_restart(self):
        saved = json.loads(json.dumps(budgets.get_state(), default=persistence._json_default), object_hook=persistence._json_object_hook)
        budgets.reset()
        actions.actions.clear()
        budgets.load_persisted_state(saved)
        self.assertEqual(self.status(), "STANDBY")
        _, body = call("ListTagsForResource", ResourceARN=f"arn:aws:budgets::{ACCOUNT}:budget/b/action/{self.id}")
        self.assertEqual(body["ResourceTags"], [{"Key": "k", "Value": "v"}])

    def test_goes_with_its_budget(self):
        call("DeleteBudget")
        self.assertEqual(call("DescribeBudgetAction", ActionId=self.id)[0], 400)


class Alarm(Prepared):
    def test_arrives_once_when_a_threshold_is_passed(self):
        actions.spent("b", "11")
        actions.spent("b", "12")
        self.assertEqual(self.told, ["b: 11 USD is more than 50 % of the budget."])

    def test_does_not_arrive_without_the_topics_row(self):
        sns._topics[TOPIC]["attributes"]["Policy"] = policy()
        actions.spent("b", "11")
        self.assertEqual(self.told, [])

    def test_does_not_arrive_without_the_keys_row(self):
        kms._keys["k"]["Policy"] = policy(service("kms:Decrypt"))
        actions.spent("b", "11")
        self.assertEqual(self.told, [])

    def test_does_not_arrive_at_a_topic_for_another_accounts_budgets(self):
        condition = {"StringEquals": {"aws:SourceAccount": "111111111111"}}
        sns._topics[TOPIC]["attributes"]["Policy"] = policy(service("sns:Publish", TOPIC, condition))
        actions.spent("b", "11")
        self.assertEqual(self.told, [])


if __name__ == "__main__":
    unittest.main()
