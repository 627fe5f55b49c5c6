"""CloudTrail trails as AWS creates them: only where the bucket and the key allow CloudTrail, and with their tags.

ministack accepts any bucket and key, and drops the tags.
"""

from ministack.core.responses import get_account_id
from ministack.services import cloudtrail, kms, s3
from service_principals import is_service_allowed

create_trail, update_trail, delete_trail = (cloudtrail._DISPATCH[f"{verb}Trail"] for verb in ("Create", "Update", "Delete"))


def create_checked_trail(body):
    denial = find_denial(body, cloudtrail._trail_arn(body.get("Name", "")))
    response = denial or create_trail(body)
    if response[0] == 200 and body.get("TagsList"):
        cloudtrail._add_tags({"ResourceId": cloudtrail._trail_arn(body["Name"]), "TagsList": body["TagsList"]})
    return response


def update_checked_trail(body):
    name, _, trail = cloudtrail._find_visible_trail(body.get("Name", ""))
    denial = trail and find_denial({**trail, **body}, trail["TrailARN"])
    return denial or update_trail(body)


def delete_trail_and_tags(body):
    _, _, trail = cloudtrail._find_visible_trail(body.get("Name", ""))
    response = delete_trail(body)
    if response[0] == 200:
        cloudtrail._trail_tags.pop(trail["TrailARN"], None)
    return response


def find_denial(trail, arn):
    """AWS' error for a trail whose bucket or key does not allow CloudTrail; None where both do."""
    bucket = trail.get("S3BucketName", "")
    policy = s3._bucket_policies.get(bucket)
    prefix = f"{trail['S3KeyPrefix']}/" if trail.get("S3KeyPrefix") else ""
    log = f"arn:aws:s3:::{bucket}/{prefix}AWSLogs/{get_account_id()}/CloudTrail/log"
    acl = {"s3:x-amz-acl": "bucket-owner-full-control"}
    can_read_acl = can_cloudtrail(arn, policy, "s3:GetBucketAcl", f"arn:aws:s3:::{bucket}")
    if not (can_read_acl and can_cloudtrail(arn, policy, "s3:PutObject", log, **acl)):
        message = f"Incorrect S3 bucket policy is detected for bucket: {bucket}"
        return cloudtrail._err("InsufficientS3BucketPolicyException", message)
    key = trail.get("KmsKeyId") and kms._resolve_key(trail["KmsKeyId"])
    if trail.get("KmsKeyId") and not (key and can_encrypt(arn, key)):
        message = f"Insufficient permissions to access S3 bucket {bucket} or KMS key {trail['KmsKeyId']}."
        return cloudtrail._err("InsufficientEncryptionPolicyException", message)
    return None


def can_encrypt(arn, key):
    context = {"kms:encryptioncontext:aws:cloudtrail:arn": arn}
    policy, resource = key.get("Policy"), key["Arn"]
    can_describe = can_cloudtrail(arn, policy, "kms:DescribeKey", resource)
    return can_describe and can_cloudtrail(arn, policy, "kms:GenerateDataKey", resource, **context)


def can_cloudtrail(arn, policy, action, resource, **condition_keys):
    keys = {"aws:sourcearn": arn, **condition_keys}
    return is_service_allowed("cloudtrail.amazonaws.com", policy, action, resource, **keys)


cloudtrail._DISPATCH.update(
    CreateTrail=create_checked_trail,
    UpdateTrail=update_checked_trail,
    DeleteTrail=delete_trail_and_tags,
)
