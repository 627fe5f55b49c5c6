"""AWS services that come without a role: what they want something of says in its own policy whether they may."""

from ministack.core import iam_evaluator
from ministack.core.iam_evaluator import EvalContext
from ministack.core.responses import get_account_id, get_region


def lets_in(service, policy, action, resource, **says):
    """Whether a policy lets a service do this; what the service says besides are condition keys in small letters."""
    context = asking(action, resource, "*", "Service")
    context.principal_account = ""
    context.service_context.update(says)
    return iam_evaluator.evaluate_resource_policy(policy, context, service=service).decision == "Allow"


def asking(action, resource, principal, kind):
    return EvalContext(
        principal_arn=principal,
        principal_type=kind,
        principal_account=get_account_id(),
        action=action,
        resource_arn=resource,
        region=get_region(),
        secure_transport=True,
    )
