"""Eventual consistency: for a few seconds a role that was just created cannot be assumed, and S3 answers 404 NoSuchKey for objects
written after versioning was enabled for the first time in their bucket. Import it before anything is served, after ministack_patches,
which evaluates the trust of services; those AWS retries itself.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html calls the 404s intermittent; here every read has one.

The environment variable DEVMIN_CONSISTENCY_DELAY has the seconds: 5 by default, 0 turns it off.
"""

import calendar
import os
import time

import ministack_patches
from ministack.core import iam_evaluator
from ministack.services import iam, s3

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

# bucket -> when its versioning was first enabled, as time.monotonic() has it
versioned_at = {}
put_bucket_versioning, get_object, head_object = s3._put_bucket_versioning, s3._get_object, s3._head_object


def put_versioning(name, body):
    is_first = not s3._bucket_versioning.get(name)
    response = put_bucket_versioning(name, body)
    if is_first and s3._bucket_versioning.get(name) == "Enabled":
        versioned_at[name] = time.monotonic()
    return response


def is_propagating(bucket, key):
    if time.monotonic() - versioned_at.get(bucket, -DELAY_SECONDS) >= DELAY_SECONDS:
        return False
    return bool(((s3._buckets.get(bucket) or {}).get("objects", {}).get(key) or {}).get("version_id"))


def get_propagated_object(bucket, key, *rest):
    if is_propagating(bucket, key):
        return s3._error("NoSuchKey", "The specified key does not exist.", 404, f"/{bucket}/{key}")
    return get_object(bucket, key, *rest)


def head_propagated_object(bucket, key, *rest):
    return (404, {}, b"") if is_propagating(bucket, key) else head_object(bucket, key, *rest)


s3._put_bucket_versioning = put_versioning
s3._get_object, s3._head_object = get_propagated_object, head_propagated_object
