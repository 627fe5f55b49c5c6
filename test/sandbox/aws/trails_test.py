"""Run by emulator.test.ts in the emulator's own Python environment."""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "sandbox" / "aws"))
import trails  # noqa: E402
from ministack.services import cloudtrail, kms, s3  # noqa: E402

ACCOUNT = "000000000000"
TRAIL = f"arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/t"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"
BUCKET = "arn:aws:s3:::logs"
WANTED = {"Name": "t", "S3BucketName": "logs", "KmsKeyId": KEY, "TagsList": [{"Key": "k", "Value": "v"}]}


def service(action, resource, condition):
    return {
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": action,
        "Resource": resource,
        "Condition": {"StringEquals": {"aws:SourceArn": TRAIL, **condition}},
    }


LOOKS = service("s3:GetBucketAcl", BUCKET, {})
DELIVERS = service("s3:PutObject", f"{BUCKET}/AWSLogs/{ACCOUNT}/*", {"s3:x-amz-acl": "bucket-owner-full-control"})
SEES = service("kms:DescribeKey", "*", {})
ENCRYPTS = service("kms:GenerateDataKey*", "*", {"kms:EncryptionContext:aws:cloudtrail:arn": TRAIL})


def call(name, **data):
    status, _, body = cloudtrail._DISPATCH[name](data)
    body = json.loads(body)
    return status if status == 200 else body["__type"]


class Trail(unittest.TestCase):
    def setUp(self):
        cloudtrail.reset()
        self.let_in([LOOKS, DELIVERS], [SEES, ENCRYPTS])

    def let_in(self, bucket, key):
        s3._bucket_policies["logs"] = json.dumps({"Version": "2012-10-17", "Statement": bucket})
        kms._keys["k"] = {"Arn": KEY, "KeyId": "k", "Policy": json.dumps({"Version": "2012-10-17", "Statement": key})}

    def tags(self):
        _, _, body = cloudtrail._DISPATCH["ListTags"]({"ResourceIdList": [TRAIL]})
        return json.loads(body)["ResourceTagList"][0]["TagsList"]

    def test_is_made_with_its_tags_where_bucket_and_key_let_cloudtrail_in(self):
        self.assertEqual(call("CreateTrail", **WANTED), 200)
        self.assertEqual(self.tags(), WANTED["TagsList"])

    def test_takes_its_tags_along(self):
        call("CreateTrail", **WANTED)
        call("DeleteTrail", Name=TRAIL)
        self.assertEqual(call("CreateTrail", **{**WANTED, "TagsList": []}), 200)
        self.assertEqual(self.tags(), [])

    def test_is_not_made_without_any_row_of_the_bucket(self):
        for rows in ([], [LOOKS], [DELIVERS]):
            self.let_in(rows, [SEES, ENCRYPTS])
            self.assertEqual(call("CreateTrail", **WANTED), "InsufficientS3BucketPolicyException")

    def test_is_not_made_without_any_row_of_the_key(self):
        for rows in ([], [SEES], [ENCRYPTS]):
            self.let_in([LOOKS, DELIVERS], rows)
            self.assertEqual(call("CreateTrail", **WANTED), "InsufficientEncryptionPolicyException")

    def test_is_not_made_under_another_name_than_the_rows_have(self):
        self.assertEqual(call("CreateTrail", **{**WANTED, "Name": "u"}), "InsufficientS3BucketPolicyException")

    def test_without_a_key_asks_none(self):
        self.let_in([LOOKS, DELIVERS], [])
        self.assertEqual(call("CreateTrail", **{**WANTED, "KmsKeyId": ""}), 200)

    def test_is_not_changed_when_it_is_let_in_no_more(self):
        call("CreateTrail", **WANTED)
        self.let_in([], [SEES, ENCRYPTS])
        self.assertEqual(call("UpdateTrail", Name=TRAIL, IsMultiRegionTrail=True), "InsufficientS3BucketPolicyException")

    def test_that_is_not_there_is_not_found(self):
        for name in ("UpdateTrail", "DeleteTrail"):
            self.assertEqual(call(name, Name=TRAIL), "TrailNotFoundException")


if __name__ == "__main__":
    unittest.main()
