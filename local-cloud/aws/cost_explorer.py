"""Cost Explorer, which ministack does not have: what the account spent, and its cost allocation tags.

Nothing is ever billed here, so what billing knows is set by POST /_devmin/billing, until the emulator ends; by default as in
an account of its own on its first day: nothing was spent, and no tag is known yet. serve.py adds it to ministack's services.
"""

import json

from ministack.core import iam_actions, router
from ministack.core.responses import error_response_json

# `spent`: USD in each month, by record type; credits and refunds are negative. `tagKeys`: those that billing has seen.
FIRST_DAY = {"costExplorer": True, "isLinkedAccount": False, "spent": {"Usage": 0}, "tagKeys": []}
billing = dict(FIRST_DAY)

router.SERVICE_PATTERNS["ce"] = {"target_prefixes": ["AWSInsightsIndexService"], "credential_scope": "ce"}
iam_actions.SERVICE_TO_IAM_NAMESPACE["ce"] = "ce"


def set_billing(settings):
    unknown = sorted(set(settings) - set(FIRST_DAY))
    if unknown:
        raise ValueError(f"unknown settings of billing: {', '.join(unknown)}")
    billing.update(settings)


def refuse(code, message):
    return error_response_json(code, message, 400, message_key="Message", content_type="application/x-amz-json-1.1")


def get_cost_and_usage(data):
    """Source: API_GetCostAndUsage in the AWS Billing and Cost Management API Reference."""
    if not billing["costExplorer"]:
        return refuse("AccessDeniedException", "User not enabled for cost explorer access")
    missing = [name for name in ("TimePeriod", "Granularity", "Metrics") if not data.get(name)]
    if missing:
        return refuse("ValidationException", f"{', '.join(missing)} must be given")
    period = data["TimePeriod"]
    if period["Start"] >= period["End"]:
        return refuse("ValidationException", "Start date (and hour) should be before end date (and hour)")
    if data["Granularity"] != "MONTHLY" or data.get("GroupBy"):
        return refuse("ValidationException", "the local cloud knows no other granularity than MONTHLY, and no groups")
    try:
        amount = sum(usd for kind, usd in billing["spent"].items() if is_counted(kind, data.get("Filter")))
    except (KeyError, TypeError):
        return refuse("ValidationException", "the local cloud knows no filter but RECORD_TYPE, and Not")
    total = {metric: {"Amount": f"{amount:.10f}", "Unit": "USD"} for metric in data["Metrics"]}
    bounds = list_month_bounds(period["Start"], period["End"])
    months = [{"Start": start, "End": end} for start, end in zip(bounds, bounds[1:])]
    return reply({"ResultsByTime": [{"TimePeriod": each, "Total": total, "Groups": [], "Estimated": False} for each in months]})


def is_counted(kind, expression):
    if expression is None:
        return True
    if "Not" in expression:
        return not is_counted(kind, expression["Not"])
    if expression["Dimensions"]["Key"] != "RECORD_TYPE":
        raise KeyError(expression["Dimensions"]["Key"])
    return kind in expression["Dimensions"]["Values"]


def list_month_bounds(start, end):
    """The dates from start to end, as YYYY-MM-DD, between which each month, or part of one, lies."""
    year, month = int(start[:4]), int(start[5:7])
    bounds = [start]
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        first = f"{year:04}-{month:02}-01"
        if first >= end:
            return [*bounds, end]
        bounds.append(first)


def update_cost_allocation_tags_status(data):
    """A tag that billing has not seen is an error of its own, unless there is no other: then the call fails.

    Source: API_UpdateCostAllocationTagsStatus, sample responses; for no other tag, what accounts have been answered.
    """
    prefix = "Failed to update Cost Allocation Tag:"
    if billing["isLinkedAccount"]:
        return refuse("AccessDeniedException", f"{prefix} Linked account doesn't have access to cost allocation tags.")
    entries = data.get("CostAllocationTagsStatus") or []
    if not entries or any(each.get("Status") not in ("Active", "Inactive") for each in entries):
        return refuse("ValidationException", "CostAllocationTagsStatus must have a TagKey and a Status: Active or Inactive")
    unknown = [each["TagKey"] for each in entries if each["TagKey"] not in billing["tagKeys"]]
    if len(unknown) == len(entries):
        return refuse("ValidationException", f"{prefix} Tag keys not found: {','.join(unknown)}")
    errors = [{"TagKey": key, "Code": "TagKeysNotFoundException", "Message": f"{prefix} {key}"} for key in unknown]
    return reply({"Errors": errors})


def reply(fields):
    return 200, {"Content-Type": "application/x-amz-json-1.1"}, json.dumps(fields).encode()


OPERATIONS = {
    "GetCostAndUsage": get_cost_and_usage,
    "UpdateCostAllocationTagsStatus": update_cost_allocation_tags_status,
}


async def handle_request(_method, _path, headers, body, _params):
    operation = (headers.get("x-amz-target") or "").rpartition(".")[2]
    if operation not in OPERATIONS:
        return refuse("UnknownOperationException", f"the local cloud's Cost Explorer has no {operation}")
    return OPERATIONS[operation](json.loads(body or b"{}"))
