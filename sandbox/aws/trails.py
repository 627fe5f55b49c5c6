"""Trails: ministack takes a bucket and a key that do not let CloudTrail in, where AWS makes no trail, and drops its tags."""

from ministack.core.responses import get_account_id
from ministack.services import cloudtrail, kms, s3
from visitors import lets_in

create_trail, update_trail, delete_trail = (cloudtrail._DISPATCH[f"{verb}Trail"] for verb in ("Create", "Update", "Delete"))


def create(body):
    refusal = refused(body, cloudtrail._trail_arn(body.get("Name", "")))
    answer = refusal or create_trail(body)
    if answer[0] == 200 and body.get("TagsList"):
        cloudtrail._add_tags({"ResourceId": cloudtrail._trail_arn(body["Name"]), "TagsList": body["TagsList"]})
    return answer


def update(body):
    name, _, trail = cloudtrail._find_visible_trail(body.get("Name", ""))
    refusal = trail and refused({**trail, **body}, trail["TrailARN"])
    return refusal or update_trail(body)


def delete(body):
    _, _, trail = cloudtrail._find_visible_trail(body.get("Name", ""))
    answer = delete_trail(body)
    if answer[0] == 200:
        cloudtrail._trail_tags.pop(trail["TrailARN"], None)
    return answer


def refused(trail, arn):
    """AWS' refusal of a trail whose bucket or key does not let CloudTrail in; None where they do."""
    bucket = trail.get("S3BucketName", "")
    policy = s3._bucket_policies.get(bucket)
    prefix = f"{trail['S3KeyPrefix']}/" if trail.get("S3KeyPrefix") else ""
    log = f"arn:aws:s3:::{bucket}/{prefix}AWSLogs/{get_account_id()}/CloudTrail/log"
    full = {"s3:x-amz-acl": "bucket-owner-full-control"}
    if not (may(arn, policy, "s3:GetBucketAcl", f"arn:aws:s3:::{bucket}") and may(arn, policy, "s3:PutObject", log, **full)):
        message = f"Incorrect S3 bucket policy is detected for bucket: {bucket}"
        return cloudtrail._err("InsufficientS3BucketPolicyException", message)
    key = trail.get("KmsKeyId") and kms._resolve_key(trail["KmsKeyId"])
    if trail.get("KmsKeyId") and not (key and encrypts(arn, key)):
        message = f"Insufficient permissions to access S3 bucket {bucket} or KMS key {trail['KmsKeyId']}."
        return cloudtrail._err("InsufficientEncryptionPolicyException", message)
    return None


def encrypts(arn, key):
    context = {"kms:encryptioncontext:aws:cloudtrail:arn": arn}
    policy, resource = key.get("Policy"), key["Arn"]
    return may(arn, policy, "kms:DescribeKey", resource) and may(arn, policy, "kms:GenerateDataKey", resource, **context)


def may(arn, policy, action, resource, **says):
    return lets_in("cloudtrail.amazonaws.com", policy, action, resource, **{"aws:sourcearn": arn, **says})


cloudtrail._DISPATCH.update(CreateTrail=create, UpdateTrail=update, DeleteTrail=delete)
