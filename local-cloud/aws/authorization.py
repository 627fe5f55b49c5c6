"""Authorization checks as AWS makes them, where ministack makes fewer or checks another resource, and a log of them all.

A call needs one or more checks: is this role allowed ACTION on RESOURCE in this context. ministack evaluates each check;
which ones a call needs follows AWS' Service Authorization Reference. Import it before anything is served.
"""

import contextvars
import dataclasses
import html
import json
import os
import re
import urllib.parse

from ministack.core import iam_actions, iam_evaluator
from ministack.services import ec2, iam, kms, s3
from service_principals import build_eval_context

# The checks of the current request, as (action, checks); None before they are extracted and after they are enforced.
pending_checks = contextvars.ContextVar("pending_checks", default=None)
# The (action, resource) of the check that was denied.
denied_check = contextvars.ContextVar("denied_check", default=None)

# The resources that an EC2 call is checked on: "KIND=parameter" for one that exists, "KIND" for one that the call creates.
EC2_RESOURCES = {
    "CreateVpc": ["vpc"],
    "DeleteVpc": ["vpc=VpcId"],
    "ModifyVpcAttribute": ["vpc=VpcId"],
    "CreateSubnet": ["vpc=VpcId", "subnet"],
    "DeleteSubnet": ["subnet=SubnetId"],
    "ModifySubnetAttribute": ["subnet=SubnetId"],
    "CreateInternetGateway": ["internet-gateway"],
    "AttachInternetGateway": ["internet-gateway=InternetGatewayId", "vpc=VpcId"],
    "DetachInternetGateway": ["internet-gateway=InternetGatewayId", "vpc=VpcId"],
    "DeleteInternetGateway": ["internet-gateway=InternetGatewayId"],
    "CreateRouteTable": ["vpc=VpcId", "route-table"],
    "DeleteRouteTable": ["route-table=RouteTableId"],
    "CreateRoute": ["route-table=RouteTableId"],
    "ReplaceRoute": ["route-table=RouteTableId"],
    "DeleteRoute": ["route-table=RouteTableId"],
    "AssociateRouteTable": ["route-table=RouteTableId", "subnet=SubnetId"],
    "DisassociateRouteTable": ["route-table=AssociationId", "subnet=AssociationId"],
    "ReplaceRouteTableAssociation": ["route-table=RouteTableId", "subnet=AssociationId"],
    "CreateVpcEndpoint": ["vpc=VpcId", "route-table=RouteTableId.1", "vpc-endpoint"],
    "ModifyVpcEndpoint": ["vpc-endpoint=VpcEndpointId"],
    "DeleteVpcEndpoints": ["vpc-endpoint=VpcEndpointId.1"],
    "CreateSecurityGroup": ["vpc=VpcId", "security-group"],
    "DeleteSecurityGroup": ["security-group=GroupId"],
    "AuthorizeSecurityGroupEgress": ["security-group=GroupId", "security-group-rule"],
    "RevokeSecurityGroupEgress": ["security-group=GroupId"],
    "RevokeSecurityGroupIngress": ["security-group=GroupId"],
    "ModifySecurityGroupRules": ["security-group=GroupId"],
}
EC2_ID_PREFIXES = {
    "vpc-": "vpc",
    "subnet-": "subnet",
    "igw-": "internet-gateway",
    "rtb-": "route-table",
    "sg-": "security-group",
    "sgr-": "security-group-rule",
    "vpce-": "vpc-endpoint",
}
# The actions that only S3 Control has, whose errors have another form than S3's.
S3_CONTROL_ACTIONS = ("s3:ListTagsForResource", "s3:TagResource", "s3:UntagResource")
# EC2 tags new resources through TagSpecifications, which ministack does not read as tags.
iam_actions._TAG_MEMBERS |= {"TagSpecifications"}
# The extra action that is checked when a call tags the resource it creates, by service.
TAG_ACTIONS = {
    "ec2": "CreateTags",
    "ecs": "TagResource",
    "logs": "TagResource",
    "secretsmanager": "TagResource",
    "iam": "TagRole",
}


class Call:
    """The arguments of a request: parameters of the Query API, or fields of a JSON body."""

    def __init__(self, body, params, region, account):
        self.params = params
        self.region = region
        self.account = account
        try:
            self.fields = json.loads(body) if body[:1] == b"{" else {}
        except ValueError:
            self.fields = {}

    def __getitem__(self, name):
        value = self.fields.get(name) or self.params.get(name) or ""
        return value[0] if isinstance(value, list) and name in self.params else value

    def build_arn(self, service, resource):
        return f"arn:aws:{service}:{'' if service == 'iam' else self.region}:{self.account}:{resource}"


def list_ec2_checks(name, call):
    if name in ("CreateTags", "DeleteTags"):
        ids = [call[key] for key in sorted(call.params) if key.startswith("ResourceId.")]
        prefixes = EC2_ID_PREFIXES.items()
        kinds = [next((kind for prefix, kind in prefixes if each.startswith(prefix)), "*") for each in ids]
        return [(call.build_arn("ec2", f"{kind}/{each}"), {}) for kind, each in zip(kinds, ids)]
    if name not in EC2_RESOURCES:
        return [("*", {})]
    checks = []
    for kind, _, parameter in (each.partition("=") for each in EC2_RESOURCES[name]):
        each = call[parameter] if parameter else "*"
        if parameter == "AssociationId":
            each = find_association_end(each, "RouteTableId" if kind == "route-table" else "SubnetId")
        checks.append((call.build_arn("ec2", f"{kind}/{each}"), {} if parameter else {"made": True}))
    return checks


def find_association_end(association, end):
    for table in ec2._route_tables.values():
        for each in table.get("Associations", []):
            if each["RouteTableAssociationId"] == association:
                return each.get(end) or "*"
    return "*"


def list_ecs_checks(name, call):
    def to_arn(kind, value):
        return value if str(value).startswith("arn:") else call.build_arn("ecs", f"{kind}/{value}")

    cluster = str(call["cluster"]).rpartition("/")[2]
    arns = {
        "CreateCluster": lambda: [to_arn("cluster", call["clusterName"])],
        "CreateService": lambda: [call.build_arn("ecs", f"service/{cluster}/{call['serviceName']}")],
        "UpdateService": lambda: [to_arn(f"service/{cluster}", call["service"])],
        "DeleteService": lambda: [to_arn(f"service/{cluster}", call["service"])],
        "DescribeServices": lambda: [to_arn(f"service/{cluster}", each) for each in call["services"]],
        "ListServiceDeployments": lambda: [to_arn(f"service/{cluster}", call["service"])],
        "DescribeServiceDeployments": lambda: call["serviceDeploymentArns"],
        "DescribeClusters": lambda: [to_arn("cluster", each) for each in call["clusters"]],
        "DescribeTasks": lambda: [to_arn(f"task/{cluster}", each) for each in call["tasks"]],
        "StopTask": lambda: [to_arn(f"task/{cluster}", call["task"])],
        "ListTasks": lambda: [call.build_arn("ecs", f"container-instance/{cluster}/*")],
        "RegisterTaskDefinition": lambda: [call.build_arn("ecs", f"task-definition/{call['family']}:*")],
        "RunTask": lambda: [to_arn("task-definition", call["taskDefinition"])],
    }
    if name in arns:
        return [(arn, {}) for arn in arns[name]()]
    if name in ("DeleteCluster", "UpdateCluster", "UpdateClusterSettings", "PutClusterCapacityProviders"):
        return [(to_arn("cluster", call["cluster"]), {})]
    return [(call["resourceArn"] or "*", {})]


def list_iam_checks(name, call):
    boundary = call["PermissionsBoundary"] or (iam._roles.get(call["RoleName"]) or {}).get("PermissionsBoundary")
    if isinstance(boundary, dict):
        boundary = boundary.get("PermissionsBoundaryArn")
    changes = name.startswith(("Create", "Put", "Attach", "Update", "Detach", "Delete"))
    context = {"iam:PermissionsBoundary": boundary} if boundary and changes else {}
    if name == "CreateServiceLinkedRole":
        service = call["AWSServiceName"]
        return [(call.build_arn("iam", f"role/aws-service-role/{service}/*"), {"iam:AWSServiceName": service})]
    if call["RoleName"]:
        return [(call.build_arn("iam", f"role/{call['RoleName']}"), context)]
    if call["PolicyName"]:
        return [(call.build_arn("iam", f"policy/{call['PolicyName']}"), {})]
    return [(call["PolicyArn"] or call["OpenIDConnectProviderArn"] or "*", {})]


def list_kms_checks(_, call):
    key = kms._resolve_key(call["KeyId"] or iam_actions._kms_key_id_from_ciphertext(call["CiphertextBlob"]))
    context = {f"kms:EncryptionContext:{name}": value for name, value in (call["EncryptionContext"] or {}).items()}
    return [(key["Arn"] if key else "*", context)]


def list_budgets_checks(name, call):
    action = f"/action/{call['ActionId'] or '*'}" if "Action" in name else ""
    return [(f"arn:aws:budgets::{call.account}:budget/{call['BudgetName'] or '*'}{action}", {})]


# The IAM action of an operation, where it has another name than the operation.
ACTION_ALIASES = {
    "budgets:DescribeBudget": "budgets:ViewBudget",
    "budgets:DescribeNotificationsForBudget": "budgets:ViewBudget",
    "budgets:DescribeSubscribersForNotification": "budgets:ViewBudget",
}
CHECK_BUILDERS = {
    "budgets": list_budgets_checks,
    "ec2": list_ec2_checks,
    "ecs": list_ecs_checks,
    "iam": list_iam_checks,
    "kms": list_kms_checks,
}


# Headers of a put and their condition keys; ministack sets only s3:x-amz-server-side-encryption.
PUT_HEADERS = {
    f"x-amz-server-side-encryption-{name}": f"s3:x-amz-server-side-encryption-{name}"
    for name in ("aws-kms-key-id", "customer-algorithm")
} | {name: f"s3:{name}" for name in ("if-match", "if-none-match")}


# Calls about a log stream, not its group: Service Authorization Reference, Amazon CloudWatch Logs.
LOG_STREAM_ACTIONS = ("GetLogEvents", "PutLogEvents")


def list_passed_roles(service, name, call):
    """The roles that a call passes to a service, each with that service."""
    if service == "ecs" and name == "RegisterTaskDefinition":
        given = [call["taskRoleArn"], call["executionRoleArn"]]
        return [(role, "ecs-tasks.amazonaws.com") for role in given if role]
    if service == "ecs" and name == "RunTask":
        given = call["overrides"] or {}
        roles = [given.get("taskRoleArn"), given.get("executionRoleArn")]
        return [(role, "ecs-tasks.amazonaws.com") for role in roles if role]
    if service == "scheduler" and name in ("CreateSchedule", "UpdateSchedule"):
        return [(call["Target"]["RoleArn"], "scheduler.amazonaws.com")]
    if service == "budgets" and call["ExecutionRoleArn"]:
        return [(call["ExecutionRoleArn"], "budgets.amazonaws.com")]
    return []


extract_resource_arn = iam_actions.extract_resource_arn
enforce = iam_evaluator.enforce
resolve_condition_key = iam_evaluator._resolve_condition_key
access_denied_response = iam_actions.access_denied_response


# What an administrator's policy allows, and root without a policy.
EVERYTHING = iam_evaluator.parse_policy_document(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
)
resolve_principal = iam_evaluator.resolve_principal


def resolve_principal_with_policies(*arguments):
    """Root can do everything but what a resource's policy denies: ministack looks at no policy for it.

    Source: DeleteBucketPolicy in the Amazon S3 API Reference, whose note says what root can do in spite of a deny.
    """
    principal = resolve_principal(*arguments)
    if getattr(principal, "policies", ()) is None:
        return dataclasses.replace(principal, policies=[EVERYTHING])
    return principal


def extract_checks(service, method, path, headers, body, params, region, account):
    """Replaces ministack's extract_resource_arn: returns the first resource only, and stores all checks for `enforce`."""
    action = iam_actions.extract_iam_action(service, method, path, headers, body, params) or ""
    name = action.partition(":")[2]
    call = Call(body, params, region, account)
    if service in CHECK_BUILDERS:
        resources = CHECK_BUILDERS[service](name, call) or [("*", {})]
    elif service == "logs" and name in LOG_STREAM_ACTIONS:
        stream = f"log-group:{call['logGroupName']}:log-stream:{call['logStreamName']}"
        resources = [(call.build_arn("logs", stream), {})]
    else:
        context = {key: headers[name] for name, key in PUT_HEADERS.items() if service == "s3" and headers.get(name)}
        resources = [(extract_resource_arn(service, method, path, headers, body, params, region, account), context)]
    checks = [(ACTION_ALIASES.get(action, action), arn, context) for arn, context in resources]
    tags = iam_actions.request_tag_context(service, action, body, params)
    creates = name.startswith(("Create", "Register", "Run", "Authorize")) and "Tags" not in name
    if service in TAG_ACTIONS and creates and tags:
        created = [arn for arn, context in resources if service != "ec2" or "made" in context]
        tag_context = {"ec2": {"ec2:CreateAction": name}, "ecs": {"ecs:CreateAction": name}}.get(service, {})
        checks += [(f"{service}:{TAG_ACTIONS[service]}", arn, tag_context) for arn in created]
    passed_roles = list_passed_roles(service, name, call)
    checks += [("iam:PassRole", role, {"iam:PassedToService": to}) for role, to in passed_roles]
    pending_checks.set((action, checks))
    return resources[0][0]


# Whether root has activated access to billing for IAM users and roles; until then no policy of theirs counts for it.
# https://docs.aws.amazon.com/cost-management/latest/userguide/control-access-billing.html
is_billing_active = os.environ.get("DEVMIN_BILLING_ACCESS", "active") == "active"
BILLING_SERVICES = ("budgets", "ce")


def deny_billing(access_key, action, arn):
    """The denial of a call to a billing service by anyone but root, as if no policy allowed it."""
    principal = iam_evaluator.resolve_caller_identity(access_key)["userArn"]
    if principal.endswith(":root"):
        return None
    return iam_evaluator.evaluate(build_eval_context(action, arn, principal, "AssumedRole"), [])


def enforce_checks(access_key, action, service, region, resource_arn="*", service_context=None):
    """Enforces every check of a call; the first denial is the result."""
    extracted_action, checks = pending_checks.get() or ("", [])
    if extracted_action == action:
        pending_checks.set(None)
    else:
        checks = [(action, resource_arn, {})]
    for check_action, arn, extra in checks:
        context = {**(service_context or {}), **{key: value for key, value in extra.items() if key != "made"}}
        context.update({f"aws:ResourceTag/{key}": value for key, value in read_resource_tags(arn).items()})
        denied = enforce(access_key, check_action, service, region, resource_arn=arn, service_context=context)
        if not denied and service in BILLING_SERVICES and not is_billing_active:
            denied = deny_billing(access_key, check_action, arn)
        log_check(access_key, check_action, arn, region, context, denied)
        if denied:
            denied_check.set((check_action, arn))
            return denied
    return None


def read_resource_tags(arn):
    if not arn.startswith("arn:aws:ec2:"):
        return {}
    return {tag["Key"]: tag["Value"] for tag in ec2._tags.get(arn.rpartition("/")[2]) or []}


def build_denied_response(service, action, principal_arn, request_id, **rest):
    """Names the check that was denied, not the call it belongs to."""
    if denied_check.get():
        action, rest["resource_arn"] = denied_check.get()
    status, headers, body = access_denied_response(service, action, principal_arn, request_id, **rest)
    if action in S3_CONTROL_ACTIONS:
        # In S3's form, without <ErrorResponse>, an SDK finds no error code, and reports an unknown error.
        message = re.search(rb"<Message>(.*?)</Message>", body, re.DOTALL).group(1).decode()
        return s3.s3control_error("AccessDenied", html.unescape(message), status)
    # Common Errors of the AWS Billing and Cost Management API Reference: AccessDeniedException, HTTP Status Code: 400
    return 400 if service == "ce" else status, headers, body


def resolve_principal_condition(key, context):
    """aws:PrincipalArn of a session is the ARN of its role; ministack sets the ARN of the session."""
    value = resolve_condition_key(key, context)
    return to_role_arn(value) if key.lower() == "aws:principalarn" else value


def to_role_arn(arn):
    if ":assumed-role/" not in str(arn):
        return arn
    account, role = arn.split(":")[4], arn.split("/")[1]
    return f"arn:aws:iam::{account}:role/{role}"


logged_lines = set()


def log_check(access_key, action, resource, region, context, denied):
    """Appends a check to the file CALLS unless it is there: principal, action, resource, region, context and result."""
    path = os.environ.get("CALLS")
    caller = path and iam_evaluator.resolve_caller_identity(access_key)
    if not caller:
        return
    entry = {
        "principal": to_role_arn(caller["userArn"]),
        "action": action,
        "resource": urllib.parse.unquote(resource),
        "region": region,
        "context": {key: value for key, value in sorted(context.items()) if value not in (None, "", [])},
        "allowed": denied is None,
    }
    line = json.dumps(entry)
    if not os.path.exists(path):  # a deleted file starts over
        logged_lines.clear()
    if line not in logged_lines:
        logged_lines.add(line)
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"{line}\n")


iam_evaluator.resolve_principal = resolve_principal_with_policies
iam_actions.extract_resource_arn = extract_checks
iam_actions.access_denied_response = build_denied_response
iam_evaluator.enforce = enforce_checks
iam_evaluator._resolve_condition_key = resolve_principal_condition
