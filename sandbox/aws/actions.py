"""Budget actions, which ministack does not have: kept with the budgets, tagged, carried out under their role, and undone.

AWS carries one out when its bill says so. There is no bill here, so somebody has to say what was spent: POST /_devmin/spent.
What follows from that is done as AWS does it: who may take the role, what the role may do, who may publish, decide the policies.
"""

import copy
import uuid

from amend import acting_service
from ministack.core import iam_evaluator
from ministack.core.responses import AccountScopedDict, get_account_id
from ministack.services import budgets, iam, kms, sns
from visitors import asking, lets_in

BUDGETS = "budgets.amazonaws.com"
# action id -> Action
actions = AccountScopedDict()
CHANGEABLE = ("NotificationType", "ActionThreshold", "Definition", "ExecutionRoleArn", "ApprovalModel", "Subscribers")
# What can be asked of an action: from which states, by doing what to the role, with which state for its end.
EXECUTIONS = {
    "APPROVE_BUDGET_ACTION": (("PENDING",), "Attach", "EXECUTION"),
    "RETRY_BUDGET_ACTION": (("EXECUTION_FAILURE",), "Attach", "EXECUTION"),
    "REVERSE_BUDGET_ACTION": (("EXECUTION_SUCCESS", "REVERSE_FAILURE"), "Detach", "REVERSE"),
    "RESET_BUDGET_ACTION": (("REVERSE_SUCCESS",), None, None),
}


def arn_of(action):
    return f"{budgets._budget_arn(action['BudgetName'])}/action/{action['ActionId']}"


def found(data):
    action = actions.get(data.get("ActionId"))
    return action if action and action["BudgetName"] == data.get("BudgetName") else None


def of(answer):
    """A call about one action; without it, AWS' word for that."""

    def handler(data):
        action = found(data)
        if action is None:
            return budgets._err_notfound(f"Unable to find the action {data.get('ActionId')} of {data.get('BudgetName')}.")
        named = {"AccountId": get_account_id(), "BudgetName": action["BudgetName"]}
        result = answer(action, data)
        return result if isinstance(result, tuple) else budgets._json(200, {**named, **result})

    return handler


def create(data):
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
        budgets._tags[arn_of(action)] = {tag["Key"]: tag["Value"] for tag in data["ResourceTags"]}
    named = {"AccountId": get_account_id(), "BudgetName": action["BudgetName"], "ActionId": action["ActionId"]}
    return budgets._json(200, named)


def update(action, data):
    old = copy.deepcopy(action)
    action.update({name: data[name] for name in CHANGEABLE if data.get(name)})
    return {"OldAction": old, "NewAction": action}


def delete(action, _):
    actions.pop(action["ActionId"])
    budgets._tags.pop(arn_of(action), None)
    return {"Action": action}


def execute(action, data):
    begins, does, ends = EXECUTIONS.get(data.get("ExecutionType"), ((), None, None))
    if action["Status"] not in begins:
        message = f"{data.get('ExecutionType')} is not for an action in {action['Status']}"
        return budgets.error_response_json("ResourceLockedException", message, 400)
    if does:
        carry_out(action, does, ends)
    else:
        action["Status"] = "STANDBY"
    return {"ActionId": action["ActionId"], "ExecutionType": data["ExecutionType"]}


def described(data):
    wanted = [each for each in actions.values() if each["BudgetName"] == data.get("BudgetName")]
    return budgets._json(200, {"Actions": wanted})


budgets._DISPATCH.update(
    CreateBudgetAction=create,
    DescribeBudgetAction=of(lambda action, _: {"Action": action}),
    DescribeBudgetActionsForBudget=described,
    UpdateBudgetAction=of(update),
    DeleteBudgetAction=of(delete),
    ExecuteBudgetAction=of(execute),
)


def carry_out(action, does, ends):
    """Has the action's role attach its policy, or detach it, as Budgets: its trust and its policies decide."""
    definition = action["Definition"]["IamActionDefinition"]
    permitted = takes_role(action) and all(
        may(action, f"iam:{does}RolePolicy", name, definition["PolicyArn"]) for name in definition.get("Roles", [])
    )
    if permitted:
        call = {"Attach": iam._attach_role_policy, "Detach": iam._detach_role_policy}[does]
        answers = [call({"RoleName": [name], "PolicyArn": [definition["PolicyArn"]]}) for name in definition["Roles"]]
        permitted = all(status == 200 for status, *_ in answers)
    action["Status"] = f"{ends}_{'SUCCESS' if permitted else 'FAILURE'}"


def role_name(action):
    return action["ExecutionRoleArn"].rpartition("/")[2]


def takes_role(action):
    role = iam._roles.get(role_name(action))
    token = acting_service.set((BUDGETS, arn_of(action)))
    try:
        context = asking("sts:AssumeRole", action["ExecutionRoleArn"], f"arn:aws:iam::{get_account_id()}:root", "Root")
        return bool(role) and iam_evaluator.evaluate_trust_policy(
            role["AssumeRolePolicyDocument"], context.principal_arn, context
        )
    finally:
        acting_service.reset(token)


def may(action, question, target, policy):
    """Whether the action's role may do that to a role; as IAM, with its boundary."""
    account, name = get_account_id(), role_name(action)
    boundary = (iam._roles.get(target) or {}).get("PermissionsBoundary")
    context = asking(question, f"arn:aws:iam::{account}:role/{target}", action["ExecutionRoleArn"], "AssumedRole")
    context.service_context.update({"iam:policyarn": policy, "iam:permissionsboundary": boundary})
    rights = iam_evaluator._gather_role_policies(name, account)
    limits = iam_evaluator._permissions_boundary(iam._roles, name, account)
    return iam_evaluator.evaluate(context, rights, *limits).decision == "Allow"


def spent(name, amount):
    """The bill as somebody says it is: notices go out, actions act. Less than an action's threshold is a new month's bill."""
    budget = budgets._budgets[name]
    budget["CalculatedSpend"]["ActualSpend"]["Amount"] = str(amount)
    part = 100 * float(amount) / float(budget["BudgetLimit"]["Amount"])
    for entry in budgets._notification_store.get(name, []):
        notice = entry["notification"]
        if notice["NotificationType"] == "ACTUAL":
            before, notice["NotificationState"] = notice["NotificationState"], "ALARM" if part > notice["Threshold"] else "OK"
            if (before, notice["NotificationState"]) == ("OK", "ALARM"):
                tell(name, entry["subscribers"], f"{name}: {amount} USD is more than {notice['Threshold']:g} % of the budget.")
    for action in actions.values():
        if action["BudgetName"] == name and action["NotificationType"] == "ACTUAL":
            judge(action, part)


def judge(action, part):
    over = part > action["ActionThreshold"]["ActionThresholdValue"]
    if over and action["Status"] == "STANDBY":
        if action["ApprovalModel"] == "AUTOMATIC":
            carry_out(action, "Attach", "EXECUTION")
        else:
            action["Status"] = "PENDING"
        tell(action["BudgetName"], action["Subscribers"], f"{action['BudgetName']}: its action is {action['Status']}.")
    elif not over and action["Status"] == "REVERSE_SUCCESS":
        action["Status"] = "STANDBY"


def tell(name, subscribers, message):
    for subscriber in subscribers:
        if subscriber["SubscriptionType"] == "SNS" and hears(subscriber["Address"], budgets._budget_arn(name)):
            sns.publish_internal(subscriber["Address"], message, "AWS Budgets")


def hears(topic_arn, source):
    """Whether Budgets may publish to a topic and, if that is encrypted, use its key: the two resources' policies decide."""
    topic = sns._topics.get(topic_arn)
    if topic is None:
        return False
    key = kms._resolve_key(topic["attributes"].get("KmsMasterKeyId") or "")
    asked = [("sns:Publish", topic_arn, topic["attributes"].get("Policy"))]
    if key:
        asked += [(action, key["Arn"], key.get("Policy")) for action in ("kms:GenerateDataKey", "kms:Decrypt")]
    says = {"aws:sourcearn": source, "aws:sourceaccount": get_account_id()}
    return all(lets_in(BUDGETS, policy, action, resource, **says) for action, resource, policy in asked)


# An action's tags are kept beside its budget's, and both with the budgets.
resolve_tagged_budget = budgets._resolve_tagged_budget
get_state, load_persisted_state = budgets.get_state, budgets.load_persisted_state
delete_budget, calculated_spend = budgets._delete_budget, budgets._calculated_spend


def resolve_tagged(arn):
    action = actions.get(str(arn).rpartition("/action/")[2])
    return arn_of(action) if action else resolve_tagged_budget(arn)


def state_with_actions():
    return {**get_state(), "actions": copy.deepcopy(actions)}


def load_with_actions(data):
    load_persisted_state(data)
    if data:
        actions.clear()
        actions.update(data.get("actions", {}))


def delete_with_actions(data):
    answer = delete_budget(data)
    if answer[0] == 200:
        for action in [each for each in actions.values() if each["BudgetName"] == data["BudgetName"]]:
            delete(action, data)
    return answer


def spend_so_far(budget):
    """ministack forgets what was spent when a budget is changed."""
    known = budgets._budgets.get(budget.get("BudgetName"))
    return known["CalculatedSpend"] if known else calculated_spend(budget)


budgets._resolve_tagged_budget = resolve_tagged
budgets.get_state, budgets.load_persisted_state = state_with_actions, load_with_actions
budgets._DISPATCH["DeleteBudget"] = delete_with_actions
budgets._calculated_spend = spend_so_far
