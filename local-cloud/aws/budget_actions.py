"""Budget actions, which ministack does not have: stored with the budgets, tagged, executed with their role, and reversed.

AWS executes an action when the bill exceeds its threshold. The local cloud has no bill, so a caller sets the spend with
POST /_devmin/spent. What follows is evaluated as AWS does it: policies decide whether Budgets may assume the role, what
the role may do, and whether Budgets may publish to a topic.
"""

import copy
import uuid

from ministack.core import iam_evaluator
from ministack.core.responses import AccountScopedDict, get_account_id
from ministack.services import budgets, iam, kms, sns
from ministack_patches import acting_service
from service_principals import build_eval_context, is_service_allowed

BUDGETS = "budgets.amazonaws.com"
# action id -> Action
actions = AccountScopedDict()
CHANGEABLE = ("NotificationType", "ActionThreshold", "Definition", "ExecutionRoleArn", "ApprovalModel", "Subscribers")
# ExecutionType -> the states it is allowed in, whether it attaches or detaches the policy, the prefix of the new state.
EXECUTIONS = {
    "APPROVE_BUDGET_ACTION": (("PENDING",), "Attach", "EXECUTION"),
    "RETRY_BUDGET_ACTION": (("EXECUTION_FAILURE",), "Attach", "EXECUTION"),
    "REVERSE_BUDGET_ACTION": (("EXECUTION_SUCCESS", "REVERSE_FAILURE"), "Detach", "REVERSE"),
    "RESET_BUDGET_ACTION": (("REVERSE_SUCCESS",), None, None),
}


def get_action_arn(action):
    return f"{budgets._budget_arn(action['BudgetName'])}/action/{action['ActionId']}"


def find_action(data):
    action = actions.get(data.get("ActionId"))
    return action if action and action["BudgetName"] == data.get("BudgetName") else None


def wrap_action_handler(handle):
    """A handler that looks up the action first, and returns AWS' error where it does not exist."""

    def handler(data):
        action = find_action(data)
        if action is None:
            return budgets._err_notfound(f"Unable to find the action {data.get('ActionId')} of {data.get('BudgetName')}.")
        ids = {"AccountId": get_account_id(), "BudgetName": action["BudgetName"]}
        result = handle(action, data)
        return result if isinstance(result, tuple) else budgets._json(200, {**ids, **result})

    return handler


def create_action(data):
    if data.get("BudgetName") not in budgets._budgets:
        return budgets._err_notfound(f"Unable to create an action - budget: {data.get('BudgetName')} doesn't exist")
    if data.get("ActionType") != "APPLY_IAM_POLICY":
        return budgets._err_invalid("the local cloud knows no other ActionType than APPLY_IAM_POLICY")
    missing = [name for name in CHANGEABLE if not data.get(name)]
    if missing:
        return budgets._err_invalid(f"{', '.join(missing)} must be given")
    action = {name: data[name] for name in ("BudgetName", "ActionType", *CHANGEABLE)}
    action.update(ActionId=str(uuid.uuid4()), Status="STANDBY")
    actions[action["ActionId"]] = action
    if data.get("ResourceTags"):
        budgets._tags[get_action_arn(action)] = {tag["Key"]: tag["Value"] for tag in data["ResourceTags"]}
    ids = {"AccountId": get_account_id(), "BudgetName": action["BudgetName"], "ActionId": action["ActionId"]}
    return budgets._json(200, ids)


def update_action(action, data):
    old = copy.deepcopy(action)
    action.update({name: data[name] for name in CHANGEABLE if data.get(name)})
    return {"OldAction": old, "NewAction": action}


def delete_action(action, _):
    actions.pop(action["ActionId"])
    budgets._tags.pop(get_action_arn(action), None)
    return {"Action": action}


def execute_action(action, data):
    allowed_states, change, result = EXECUTIONS.get(data.get("ExecutionType"), ((), None, None))
    if action["Status"] not in allowed_states:
        message = f"{data.get('ExecutionType')} is not for an action in {action['Status']}"
        return budgets.error_response_json("ResourceLockedException", message, 400)
    if change:
        run_execution(action, change, result)
    else:
        action["Status"] = "STANDBY"
    return {"ActionId": action["ActionId"], "ExecutionType": data["ExecutionType"]}


def describe_actions(data):
    found = [each for each in actions.values() if each["BudgetName"] == data.get("BudgetName")]
    return budgets._json(200, {"Actions": found})


budgets._DISPATCH.update(
    CreateBudgetAction=create_action,
    DescribeBudgetAction=wrap_action_handler(lambda action, _: {"Action": action}),
    DescribeBudgetActionsForBudget=describe_actions,
    UpdateBudgetAction=wrap_action_handler(update_action),
    DeleteBudgetAction=wrap_action_handler(delete_action),
    ExecuteBudgetAction=wrap_action_handler(execute_action),
)


def run_execution(action, change, result):
    """Attaches the action's policy, or detaches it, if Budgets can assume the action's role and the role is allowed to."""
    definition = action["Definition"]["IamActionDefinition"]
    permitted = can_assume_role(action) and all(
        is_allowed(action, f"iam:{change}RolePolicy", name, definition["PolicyArn"])
        for name in definition.get("Roles", [])
    )
    if permitted:
        call = {"Attach": iam._attach_role_policy, "Detach": iam._detach_role_policy}[change]
        responses = [call({"RoleName": [name], "PolicyArn": [definition["PolicyArn"]]}) for name in definition["Roles"]]
        permitted = all(status == 200 for status, *_ in responses)
    action["Status"] = f"{result}_{'SUCCESS' if permitted else 'FAILURE'}"


def parse_role_name(action):
    return action["ExecutionRoleArn"].rpartition("/")[2]


def can_assume_role(action):
    role = iam._roles.get(parse_role_name(action))
    root = f"arn:aws:iam::{get_account_id()}:root"
    token = acting_service.set((BUDGETS, get_action_arn(action)))
    try:
        context = build_eval_context("sts:AssumeRole", action["ExecutionRoleArn"], root, "Root")
        return bool(role) and iam_evaluator.evaluate_trust_policy(
            role["AssumeRolePolicyDocument"], context.principal_arn, context
        )
    finally:
        acting_service.reset(token)


def is_allowed(action, iam_action, target, policy):
    """Whether IAM allows the action's role to do this to the target role; permissions boundaries count."""
    account, name = get_account_id(), parse_role_name(action)
    boundary = (iam._roles.get(target) or {}).get("PermissionsBoundary")
    target_arn = f"arn:aws:iam::{account}:role/{target}"
    context = build_eval_context(iam_action, target_arn, action["ExecutionRoleArn"], "AssumedRole")
    context.service_context.update({"iam:policyarn": policy, "iam:permissionsboundary": boundary})
    policies = iam_evaluator._gather_role_policies(name, account)
    boundary_policies = iam_evaluator._permissions_boundary(iam._roles, name, account)
    return iam_evaluator.evaluate(context, policies, *boundary_policies).decision == "Allow"


def set_spend(name, amount):
    """Sets a budget's actual spend, sends notifications and executes actions.

    A spend below the threshold of a reversed action is taken for a new month's bill.
    """
    budget = budgets._budgets[name]
    budget["CalculatedSpend"]["ActualSpend"]["Amount"] = str(amount)
    percentage = 100 * float(amount) / float(budget["BudgetLimit"]["Amount"])
    for entry in budgets._notification_store.get(name, []):
        notification = entry["notification"]
        if notification["NotificationType"] == "ACTUAL":
            old_state = notification["NotificationState"]
            notification["NotificationState"] = "ALARM" if percentage > notification["Threshold"] else "OK"
            if (old_state, notification["NotificationState"]) == ("OK", "ALARM"):
                message = f"{name}: {amount} USD is more than {notification['Threshold']:g} % of the budget."
                notify_subscribers(name, entry["subscribers"], message)
    for action in actions.values():
        if action["BudgetName"] == name and action["NotificationType"] == "ACTUAL":
            evaluate_threshold(action, percentage)


def evaluate_threshold(action, percentage):
    over = percentage > action["ActionThreshold"]["ActionThresholdValue"]
    if over and action["Status"] == "STANDBY":
        if action["ApprovalModel"] == "AUTOMATIC":
            run_execution(action, "Attach", "EXECUTION")
        else:
            action["Status"] = "PENDING"
        message = f"{action['BudgetName']}: its action is {action['Status']}."
        notify_subscribers(action["BudgetName"], action["Subscribers"], message)
    elif not over and action["Status"] == "REVERSE_SUCCESS":
        action["Status"] = "STANDBY"


def notify_subscribers(name, subscribers, message):
    for subscriber in subscribers:
        if subscriber["SubscriptionType"] == "SNS" and can_publish(subscriber["Address"], budgets._budget_arn(name)):
            sns.publish_internal(subscriber["Address"], message, "AWS Budgets")


def can_publish(topic_arn, source):
    """Whether the policies of a topic and of its key, if it is encrypted, allow Budgets to publish."""
    topic = sns._topics.get(topic_arn)
    if topic is None:
        return False
    key = kms._resolve_key(topic["attributes"].get("KmsMasterKeyId") or "")
    checks = [("sns:Publish", topic_arn, topic["attributes"].get("Policy"))]
    if key:
        checks += [(action, key["Arn"], key.get("Policy")) for action in ("kms:GenerateDataKey", "kms:Decrypt")]
    keys = {"aws:sourcearn": source, "aws:sourceaccount": get_account_id()}
    return all(is_service_allowed(BUDGETS, policy, action, resource, **keys) for action, resource, policy in checks)


# Actions and their tags are stored in the budgets' state, the tags next to those of the budgets.
resolve_tagged_budget = budgets._resolve_tagged_budget
get_state, load_persisted_state = budgets.get_state, budgets.load_persisted_state
delete_budget, calculated_spend = budgets._delete_budget, budgets._calculated_spend


def resolve_tagged_resource(arn):
    action = actions.get(str(arn).rpartition("/action/")[2])
    return get_action_arn(action) if action else resolve_tagged_budget(arn)


def get_state_with_actions():
    return {**get_state(), "actions": copy.deepcopy(actions)}


def load_with_actions(data):
    load_persisted_state(data)
    if data:
        actions.clear()
        actions.update(data.get("actions", {}))


def delete_with_actions(data):
    response = delete_budget(data)
    if response[0] == 200:
        for action in [each for each in actions.values() if each["BudgetName"] == data["BudgetName"]]:
            delete_action(action, data)
    return response


def read_spend(budget):
    """The spend of a budget. ministack resets it when the budget is updated, so a known budget keeps its own."""
    known = budgets._budgets.get(budget.get("BudgetName"))
    return known["CalculatedSpend"] if known else calculated_spend(budget)


budgets._resolve_tagged_budget = resolve_tagged_resource
budgets.get_state, budgets.load_persisted_state = get_state_with_actions, load_with_actions
budgets._DISPATCH["DeleteBudget"] = delete_with_actions
budgets._calculated_spend = read_spend
