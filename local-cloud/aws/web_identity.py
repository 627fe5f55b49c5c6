"""AssumeRoleWithWebIdentity as AWS does it: the token's signature, times, issuer and audience are checked, and GitHub's own claims
become condition keys. ministack reads a token unverified, and knows only aud, sub and amr. Import it before anything is served.

The local cloud is GitHub's issuer: the file WEB_IDENTITY_KEY has the public key of the tokens it signs.
"""

import base64
import binascii
import json
import os
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from ministack.services import iam, sts

ISSUER = "token.actions.githubusercontent.com"

# AWS Service Authorization Reference, condition keys of AWS Security Token Service for this issuer.
CLAIMS = (
    "actor actor_id aud enterprise_id environment job_workflow_ref ref repository repository_id repository_owner_id sub workflow"
).split()


class Refusal(Exception):
    """AWS' error code, status and message."""

    def __init__(self, code, message, status=400):
        super().__init__(message)
        self.code, self.status = code, status


def decode(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def verify_token(token, account, now):
    """Returns the claims of a token that GitHub's issuer signed for this account's provider; raises Refusal for any other."""
    try:
        header, payload, signature = token.split(".")
        claims = json.loads(decode(payload))
        host = str(claims["iss"]).split("://", 1)[-1].rstrip("/")
        algorithm = json.loads(decode(header))["alg"]
        signature = decode(signature)
    except (ValueError, KeyError, TypeError, binascii.Error):
        raise Refusal("InvalidIdentityToken", "The ID Token provided is not a valid JWT.") from None
    provider = iam._oidc_providers.get(f"arn:aws:iam::{account}:oidc-provider/{host}")
    if provider is None:
        raise Refusal("InvalidIdentityToken", f"No OpenIDConnect provider found in your account for https://{host}")
    if host != ISSUER:
        raise Refusal("InvalidIdentityToken", "Couldn't retrieve verification key from your identity provider")
    with open(os.environ["WEB_IDENTITY_KEY"], "rb") as file:
        key = serialization.load_pem_public_key(file.read())
    try:
        if algorithm != "RS256":
            raise InvalidSignature
        key.verify(signature, f"{header}.{payload}".encode(), padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise Refusal("InvalidIdentityToken", "The ID Token's signature is invalid.") from None
    if claims.get("exp", 0) <= now:
        raise Refusal("ExpiredTokenException", "Token expired: current date/time must be before the expiration date/time")
    if claims.get("aud") not in provider["ClientIDList"]:
        raise Refusal("InvalidIdentityToken", "Incorrect token audience")
    return claims


def check_trust(role_arn, params, use_json):
    """Replaces ministack's check, which trusts any token."""
    try:
        claims = verify_token(sts._p(params, "WebIdentityToken"), role_arn.split(":")[4], time.time())
    except Refusal as refusal:
        return sts._error(refusal.status, refusal.code, str(refusal), ns="sts")
    verified_claims.clear()
    verified_claims.update(claims)
    return web_identity_trust_denied(role_arn, params, use_json)


def build_principal(token, provider_id, role_arn):
    principal, _ = web_identity_principal(token, provider_id, role_arn)
    return principal, {f"{ISSUER}:{name}": verified_claims[name] for name in CLAIMS if name in verified_claims}


# The claims of the token of the current call: ministack evaluates the trust policy without waiting for anything in between.
verified_claims = {}
web_identity_trust_denied = sts._web_identity_trust_denied
web_identity_principal = sts._web_identity_principal
sts._web_identity_trust_denied = check_trust
sts._web_identity_principal = build_principal
