"""IAM is eventually consistent: a role that was just created cannot be assumed yet, for a few seconds. Import it before anything is
served, after ministack_patches, which evaluates the trust of services; those AWS retries itself.

The environment variable DEVMIN_CONSISTENCY_DELAY has the seconds: 5 by default, 0 turns it off.
"""

import calendar
import os
import time

import ministack_patches
from ministack.core import iam_evaluator
from ministack.services import iam

DELAY_SECONDS = float(os.environ.get("DEVMIN_CONSISTENCY_DELAY", "5"))
evaluate_trust_policy = iam_evaluator.evaluate_trust_policy


def is_new(role_arn, now):
    role = iam._roles.get(role_arn.rpartition("/")[2])
    created = role and calendar.timegm(time.strptime(role["CreateDate"], "%Y-%m-%dT%H:%M:%SZ"))
    return created is not None and now - created < DELAY_SECONDS


def evaluate_consistent_trust(document, caller, context):
    is_service = ministack_patches.acting_service.get() is not None
    if not is_service and context.action == "sts:AssumeRole" and is_new(context.resource_arn, time.time()):
        return False
    return evaluate_trust_policy(document, caller, context)


iam_evaluator.evaluate_trust_policy = evaluate_consistent_trust
