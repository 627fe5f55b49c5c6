"""Run by emulator.test.ts in the emulator's own Python environment."""

import json
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "sandbox" / "aws"))
import amend  # noqa: E402
from ministack.core.iam_evaluator import EvalContext, evaluate_trust_policy  # noqa: E402

ROOT = "arn:aws:iam::000000000000:root"
TASK = "arn:aws:ecs:us-east-1:000000000000:task/1"
GOOD = {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}


def trusted(statement, service="ecs-tasks.amazonaws.com", source=TASK):
    context = EvalContext(
        principal_arn=ROOT,
        principal_type="Root",
        principal_account="000000000000",
        action="sts:AssumeRole",
        resource_arn="arn:aws:iam::000000000000:role/r",
        region="us-east-1",
    )
    token = amend.acting_service.set((service, source) if service else None)
    try:
        return evaluate_trust_policy(json.dumps({"Statement": [statement]}), ROOT, context)
    finally:
        amend.acting_service.reset(token)


class Trust(unittest.TestCase):
    def test_a_role_that_trusts_the_service_is_taken(self):
        self.assertTrue(trusted(GOOD))

    def test_a_role_that_trusts_it_among_others_is_taken(self):
        self.assertTrue(trusted({**GOOD, "Principal": {"Service": ["lambda.amazonaws.com", "ecs-tasks.amazonaws.com"]}}))

    def test_a_role_that_trusts_another_service_is_not(self):
        self.assertFalse(trusted({**GOOD, "Principal": {"Service": "lambda.amazonaws.com"}}))

    def test_a_role_that_trusts_an_account_is_not_taken_by_a_service(self):
        self.assertFalse(trusted({**GOOD, "Principal": {"AWS": ROOT}}))

    def test_the_source_account_decides(self):
        for account, answer in (("000000000000", True), ("111111111111", False)):
            condition = {"StringEquals": {"aws:SourceAccount": account}}
            self.assertEqual(trusted({**GOOD, "Condition": condition}), answer)

    def test_the_source_arn_decides(self):
        for pattern, answer in (("arn:aws:ecs:us-east-1:000000000000:*", True), ("arn:aws:ecs:eu-central-1:*", False)):
            self.assertEqual(trusted({**GOOD, "Condition": {"ArnLike": {"aws:SourceArn": pattern}}}), answer)

    def test_somebody_who_is_no_service_is_judged_as_before(self):
        self.assertTrue(trusted({**GOOD, "Principal": {"AWS": ROOT}}, service=None))


class Restored(unittest.TestCase):
    def test_a_task_that_ran_is_not_wanted_any_more(self):
        task = {"lastStatus": "RUNNING", "desiredStatus": "RUNNING", "containers": [{"lastStatus": "RUNNING"}]}
        amend.ecs._restore_state({"tasks": {"arn:aws:ecs:us-east-1:000000000000:task/c/1": task}})
        (restored,) = amend.ecs._tasks._data.values()
        self.assertEqual((restored["lastStatus"], restored["desiredStatus"]), ("STOPPED", "STOPPED"))
        self.assertEqual(restored["containers"][0]["lastStatus"], "STOPPED")


class Deployment(unittest.TestCase):
    def test_the_first_is_in_progress_until_a_task_has_run(self):
        self.assertEqual(amend.ecs._make_deployment("td", 1)["rolloutState"], "IN_PROGRESS")

    def test_one_that_wants_no_task_is_not(self):
        self.assertEqual(amend.ecs._make_deployment("td", 0)["rolloutState"], "COMPLETED")


class Tags(unittest.TestCase):
    def setUp(self):
        amend.ec2._internet_gateways["igw-1"] = {"InternetGatewayId": "igw-1"}
        amend.ec2._tags["igw-1"] = [{"Key": "devmin:stack", "Value": "local"}]

    def test_go_with_what_wears_them(self):
        delete = amend.ec2._ACTION_MAP["DeleteInternetGateway"]
        for wanted, left in (("igw-2", True), ("igw-1", False)):
            delete({"InternetGatewayId": [wanted]})
            self.assertEqual("igw-1" in amend.ec2._tags, left)


class Subscriptions(unittest.TestCase):
    def test_one_that_is_not_confirmed_has_no_arn_yet(self):
        arn = "arn:aws:sns:us-east-1:000000000000:t"
        subscription = {"protocol": "https", "endpoint": "e", "owner": "000000000000", "topic_arn": arn}
        amend.sns._topics[arn] = {
            "arn": arn,
            "attributes": {},
            "subscriptions": [
                {**subscription, "arn": f"{arn}:1", "confirmed": True},
                {**subscription, "arn": f"{arn}:2", "confirmed": False},
            ],
        }
        _, _, body = amend.sns._list_subscriptions_by_topic({"TopicArn": [arn]})
        self.assertIn(f"<SubscriptionArn>{arn}:1<".encode(), body)
        self.assertNotIn(f"{arn}:2".encode(), body)
        self.assertIn(b"<SubscriptionArn>PendingConfirmation<", body)


class Torn(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.body = self.folder / "000000000000" / "state" / ".pulumi" / "a.json"
        self.version = self.folder / ".versions" / "000000000000" / "state" / "v1" / ".pulumi" / "a.json"
        for file in (self.body, self.version):
            file.parent.mkdir(parents=True)
            file.write_text("before")
        self.sidecar = self.body.with_name("a.json.meta.json")
        self.know(etag=f'"{amend.digest_of(self.body)}"')

    def know(self, **known):
        self.sidecar.write_text(json.dumps({"size": 6, "version_id": "v1", "checksums": {"CRC32": "c"}, **known}))

    def tearDown(self):
        shutil.rmtree(self.folder)

    def test_a_whole_object_stays(self):
        amend.mend_torn_objects(self.folder)
        self.assertEqual(self.body.read_text(), "before")
        self.assertEqual(json.loads(self.sidecar.read_text())["checksums"], {"CRC32": "c"})

    def test_a_put_cut_in_two_is_undone(self):
        for afterwards in ("afterwards", "behind"):  # the latter is as long as the one before
            self.body.write_text(afterwards)
            amend.mend_torn_objects(self.folder)
            self.assertEqual(self.body.read_text(), "before")

    def test_what_came_in_parts_is_judged_by_its_size(self):
        self.know(etag='"0123456789abcdef0123456789abcdef-2"')
        for afterwards, left in (("behind", "behind"), ("afterwards", "before")):
            self.body.write_text(afterwards)
            amend.mend_torn_objects(self.folder)
            self.assertEqual(self.body.read_text(), left)

    def test_without_a_version_before_what_is_known_follows_the_body(self):
        self.version.unlink()
        self.body.write_text("afterwards")
        amend.mend_torn_objects(self.folder)
        known = json.loads(self.sidecar.read_text())
        etag = f'"{amend.digest_of(self.body)}"'
        self.assertEqual((self.body.read_text(), known["size"], known["etag"]), ("afterwards", 10, etag))
        self.assertEqual(known["checksums"], {})


if __name__ == "__main__":
    unittest.main()
