"""Run by emulator.test.ts in the emulator's own Python environment."""

import json
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "local-cloud" / "aws"))
import consistency  # noqa: E402
from ministack.core.iam_evaluator import EvalContext  # noqa: E402
from ministack.services import iam  # noqa: E402
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


if __name__ == "__main__":
    unittest.main()
