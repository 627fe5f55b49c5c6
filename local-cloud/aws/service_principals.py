"""Calls that an AWS service makes without a role: the policy of the resource alone allows or denies them."""

from ministack.core import iam_evaluator
from ministack.core.iam_evaluator import EvalContext
from ministack.core.responses import get_account_id, get_region


def is_service_allowed(service, policy, action, resource, **condition_keys):
    """Whether a resource policy allows a service an action. Condition keys are given in lower case."""
    context = build_eval_context(action, resource, "*", "Service")
    context.principal_account = ""
    context.service_context.update(condition_keys)
    return iam_evaluator.evaluate_resource_policy(policy, context, service=service).decision == "Allow"


def build_eval_context(action, resource, principal, principal_type):
    return EvalContext(
        principal_arn=principal,
        principal_type=principal_type,
        principal_account=get_account_id(),
        action=action,
        resource_arn=resource,
        region=get_region(),
        secure_transport=True,
    )
