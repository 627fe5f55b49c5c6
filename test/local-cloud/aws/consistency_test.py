"""Run by emulator.test.ts in the emulator's own Python environment."""

import json
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "local-cloud" / "aws"))
import consistency  # noqa: E402
from ministack.core.iam_evaluator import EvalContext  # noqa: E402
from ministack.services import iam, s3  # noqa: E402
from ministack_patches import acting_service  # noqa: E402

ACCOUNT = "000000000000"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/auditor"


def can_assume(age, principal=None):
    created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - age))
    iam._roles["auditor"] = {"RoleName": "auditor", "CreateDate": created}
    statement = {"Effect": "Allow", "Principal": principal or {"AWS": ROOT}, "Action": "sts:AssumeRole"}
    context = EvalContext(
        principal_arn=ROOT,
        principal_type="Root",
        principal_account=ACCOUNT,
        action="sts:AssumeRole",
        resource_arn=ROLE,
        region="us-east-1",
        service_context={},
    )
    return consistency.iam_evaluator.evaluate_trust_policy(json.dumps({"Statement": [statement]}), ROOT, context)


class Consistency(unittest.TestCase):
    def test_a_new_role_cannot_be_assumed_yet(self):
        self.assertFalse(can_assume(age=1))

    def test_a_role_can_be_assumed_after_the_delay(self):
        self.assertTrue(can_assume(age=consistency.DELAY_SECONDS + 1))

    def test_a_service_assumes_a_new_role_because_aws_retries_itself(self):
        token = acting_service.set(("ecs-tasks.amazonaws.com", f"arn:aws:ecs:us-east-1:{ACCOUNT}:task/t"))
        try:
            self.assertTrue(can_assume(age=1, principal={"Service": "ecs-tasks.amazonaws.com"}))
        finally:
            acting_service.reset(token)


def enable_versioning(bucket):
    s3._put_bucket_versioning(bucket, b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>")


class Versioning(unittest.TestCase):
    """A bucket with an object from before versioning, and one from after it was enabled for the first time."""

    def setUp(self):
        s3._buckets.clear()
        s3._bucket_versioning.clear()
        s3._create_bucket("states", b"")
        s3._put_object("states", "old", b"1", {})
        enable_versioning("states")
        s3._put_object("states", "new", b"2", {})

    def test_a_new_object_is_not_found_yet(self):
        status, _, body = s3._get_object("states", "new", {}, {})
        self.assertEqual((status, b"NoSuchKey" in body), (404, True))
        self.assertEqual(s3._head_object("states", "new", {}, {})[0], 404)

    def test_an_object_from_before_is_found(self):
        self.assertEqual(s3._get_object("states", "old", {}, {})[0], 200)

    def test_a_new_object_is_found_after_the_delay(self):
        consistency.versioned_at["states"] -= consistency.DELAY_SECONDS
        self.assertEqual(s3._get_object("states", "new", {}, {})[0], 200)
        self.assertEqual(s3._head_object("states", "new", {}, {})[0], 200)

    def test_versioning_that_is_enabled_again_has_no_delay(self):
        consistency.versioned_at["states"] -= consistency.DELAY_SECONDS
        enable_versioning("states")
        self.assertEqual(s3._get_object("states", "new", {}, {})[0], 200)


if __name__ == "__main__":
    unittest.main()
