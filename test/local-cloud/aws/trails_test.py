"""Run by emulator.test.ts in the emulator's own Python environment."""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "local-cloud" / "aws"))
import trails  # noqa: E402
from ministack.services import cloudtrail, kms, s3  # noqa: E402

ACCOUNT = "000000000000"
TRAIL = f"arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/t"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"
BUCKET = "arn:aws:s3:::logs"
ARGUMENTS = {"Name": "t", "S3BucketName": "logs", "KmsKeyId": KEY, "TagsList": [{"Key": "k", "Value": "v"}]}


def allow_service(action, resource, condition):
    return {
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": action,
        "Resource": resource,
        "Condition": {"StringEquals": {"aws:SourceArn": TRAIL, **condition}},
    }


GET_BUCKET_ACL = allow_service("s3:GetBucketAcl", BUCKET, {})
PUT_OBJECT = allow_service("s3:PutObject", f"{BUCKET}/AWSLogs/{ACCOUNT}/*", {"s3:x-amz-acl": "bucket-owner-full-control"})
DESCRIBE_KEY = allow_service("kms:DescribeKey", "*", {})
GENERATE_DATA_KEY = allow_service("kms:GenerateDataKey*", "*", {"kms:EncryptionContext:aws:cloudtrail:arn": TRAIL})


def call_cloudtrail(name, **data):
    status, _, body = cloudtrail._DISPATCH[name](data)
    body = json.loads(body)
    return status if status == 200 else body["__type"]


class Trail(unittest.TestCase):
    def setUp(self):
        cloudtrail.reset()
        self.allow_cloudtrail([GET_BUCKET_ACL, PUT_OBJECT], [DESCRIBE_KEY, GENERATE_DATA_KEY])

    def allow_cloudtrail(self, bucket, key):
        s3._bucket_policies["logs"] = json.dumps({"Version": "2012-10-17", "Statement": bucket})
        kms._keys["k"] = {"Arn": KEY, "KeyId": "k", "Policy": json.dumps({"Version": "2012-10-17", "Statement": key})}

    def tags(self):
        _, _, body = cloudtrail._DISPATCH["ListTags"]({"ResourceIdList": [TRAIL]})
        return json.loads(body)["ResourceTagList"][0]["TagsList"]

    def test_is_created_with_its_tags_where_bucket_and_key_allow_cloudtrail(self):
        self.assertEqual(call_cloudtrail("CreateTrail", **ARGUMENTS), 200)
        self.assertEqual(self.tags(), ARGUMENTS["TagsList"])

    def test_is_deleted_with_its_tags(self):
        call_cloudtrail("CreateTrail", **ARGUMENTS)
        call_cloudtrail("DeleteTrail", Name=TRAIL)
        self.assertEqual(call_cloudtrail("CreateTrail", **{**ARGUMENTS, "TagsList": []}), 200)
        self.assertEqual(self.tags(), [])

    def test_is_not_created_without_each_statement_of_the_bucket_policy(self):
        for statements in ([], [GET_BUCKET_ACL], [PUT_OBJECT]):
            self.allow_cloudtrail(statements, [DESCRIBE_KEY, GENERATE_DATA_KEY])
            self.assertEqual(call_cloudtrail("CreateTrail", **ARGUMENTS), "InsufficientS3BucketPolicyException")

    def test_is_not_created_without_each_statement_of_the_key_policy(self):
        for statements in ([], [DESCRIBE_KEY], [GENERATE_DATA_KEY]):
            self.allow_cloudtrail([GET_BUCKET_ACL, PUT_OBJECT], statements)
            self.assertEqual(call_cloudtrail("CreateTrail", **ARGUMENTS), "InsufficientEncryptionPolicyException")

    def test_is_not_created_under_another_name_than_the_policies_allow(self):
        self.assertEqual(call_cloudtrail("CreateTrail", **{**ARGUMENTS, "Name": "u"}), "InsufficientS3BucketPolicyException")

    def test_without_a_key_needs_no_key_policy(self):
        self.allow_cloudtrail([GET_BUCKET_ACL, PUT_OBJECT], [])
        self.assertEqual(call_cloudtrail("CreateTrail", **{**ARGUMENTS, "KmsKeyId": ""}), 200)

    def test_is_not_updated_where_the_bucket_no_longer_allows_cloudtrail(self):
        call_cloudtrail("CreateTrail", **ARGUMENTS)
        self.allow_cloudtrail([], [DESCRIBE_KEY, GENERATE_DATA_KEY])
        self.assertEqual(call_cloudtrail("UpdateTrail", Name=TRAIL, IsMultiRegionTrail=True), "InsufficientS3BucketPolicyException")

    def test_that_does_not_exist_is_not_found(self):
        for name in ("UpdateTrail", "DeleteTrail"):
            self.assertEqual(call_cloudtrail(name, Name=TRAIL), "TrailNotFoundException")


if __name__ == "__main__":
    unittest.main()
