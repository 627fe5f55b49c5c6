"""Run by emulator.test.ts in the emulator's own Python environment."""

import base64
import json
import os
import pathlib
import sys
import tempfile
import time
import unittest

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "local-cloud" / "aws"))
import web_identity  # noqa: E402
from ministack.services import iam, sts  # noqa: E402

ACCOUNT = "000000000000"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/deploy"
PROVIDER = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{web_identity.ISSUER}"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLAIMS = {"iss": f"https://{web_identity.ISSUER}", "aud": "sts.amazonaws.com", "sub": "repo:a/b:ref:refs/heads/main", "repository_id": "1"}


def sign(key=KEY, algorithm="RS256", **claims):
    def encode(part):
        return base64.urlsafe_b64encode(part).rstrip(b"=").decode()

    payload = {**CLAIMS, "exp": time.time() + 60, **claims}
    signed = f"{encode(json.dumps({'alg': algorithm}).encode())}.{encode(json.dumps(payload).encode())}"
    return f"{signed}.{encode(key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


class WebIdentity(unittest.TestCase):
    def setUp(self):
        with tempfile.NamedTemporaryFile(delete=False) as file:
            pem = serialization.PublicFormat.SubjectPublicKeyInfo
            file.write(KEY.public_key().public_bytes(serialization.Encoding.PEM, pem))
        self.addCleanup(os.remove, file.name)
        os.environ["WEB_IDENTITY_KEY"] = file.name
        iam._oidc_providers[PROVIDER] = {"ClientIDList": ["sts.amazonaws.com"]}
        conditions = {f"{web_identity.ISSUER}:{name}": CLAIMS[name] for name in ("aud", "sub", "repository_id")}
        statement = {
            "Effect": "Allow",
            "Principal": {"Federated": PROVIDER},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {"StringEquals": conditions},
        }
        iam._roles["deploy"] = {"AssumeRolePolicyDocument": json.dumps({"Version": "2012-10-17", "Statement": [statement]})}

    def assume(self, token):
        denied = sts._web_identity_trust_denied(ROLE, {"WebIdentityToken": [token]}, False)
        return denied and denied[2].decode()

    def assert_refused(self, code, token):
        self.assertIn(f"<Code>{code}</Code>", self.assume(token))

    def test_the_trusted_workflow_is_accepted(self):
        self.assertIsNone(self.assume(sign()))

    def test_claims_that_the_trust_policy_does_not_have_are_denied(self):
        for claims in ({"repository_id": "2"}, {"sub": "repo:a/b:pull_request"}):
            self.assert_refused("AccessDenied", sign(**claims))

    def test_a_missing_claim_is_denied(self):
        self.assert_refused("AccessDenied", sign(repository_id=None))

    def test_another_key_is_refused(self):
        self.assert_refused("InvalidIdentityToken", sign(rsa.generate_private_key(public_exponent=65537, key_size=2048)))

    def test_another_algorithm_is_refused(self):
        self.assert_refused("InvalidIdentityToken", sign(algorithm="none"))

    def test_an_expired_token_is_refused(self):
        self.assert_refused("ExpiredTokenException", sign(exp=time.time() - 1))

    def test_another_audience_is_refused(self):
        self.assert_refused("InvalidIdentityToken", sign(aud="https://github.com/a"))

    def test_an_unknown_issuer_is_refused(self):
        self.assert_refused("InvalidIdentityToken", sign(iss="https://elsewhere.example"))

    def test_what_is_no_token_is_refused(self):
        for token in ("", "a.b.c", "x"):
            self.assert_refused("InvalidIdentityToken", token)


if __name__ == "__main__":
    unittest.main()
