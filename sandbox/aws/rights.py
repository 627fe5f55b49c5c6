"""What AWS asks before it answers a call, where ministack asks less or of something else, and a log of all that was asked.

A call is one or more questions: may this role do ACTION to RESOURCE, in this context. ministack's answer stays ministack's;
the questions are AWS' own, as its Service Authorization Reference has them. Import it before anything is served.
"""

import contextvars
import json
import os
import urllib.parse

from ministack.core import iam_actions, iam_evaluator
from ministack.services import ec2, iam, kms

# The questions of the request that is being answered; None for calls ministack words as AWS does.
asked = contextvars.ContextVar("asked", default=None)
# The question that was answered with no.
refused = contextvars.ContextVar("refused", default=None)

# EC2: what a call is about, as "KIND=parameter" for what exists and "KIND" for what it makes.
NETWORK = {
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
KINDS = {
    "vpc-": "vpc",
    "subnet-": "subnet",
    "igw-": "internet-gateway",
    "rtb-": "route-table",
    "sg-": "security-group",
    "sgr-": "security-group-rule",
    "vpce-": "vpc-endpoint",
}
# EC2 tags what it makes by specifications, which ministack does not take for tags.
iam_actions._TAG_MEMBERS |= {"TagSpecifications"}
# What else a call that tags what it makes asks for, by service.
TAGGING = {
    "ec2": "CreateTags",
    "ecs": "TagResource",
    "logs": "TagResource",
    "secretsmanager": "TagResource",
    "iam": "TagRole",
}


class Call:
    """A request's own words: parameters of the Query API, or the fields of a JSON body."""

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

    def arn(self, service, resource):
        return f"arn:aws:{service}:{'' if service == 'iam' else self.region}:{self.account}:{resource}"


def of_ec2(name, call):
    if name in ("CreateTags", "DeleteTags"):
        ids = [call[key] for key in sorted(call.params) if key.startswith("ResourceId.")]
        kinds = [next((kind for prefix, kind in KINDS.items() if each.startswith(prefix)), "*") for each in ids]
        return [(call.arn("ec2", f"{kind}/{each}"), {}) for kind, each in zip(kinds, ids)]
    if name not in NETWORK:
        return [("*", {})]
    questions = []
    for kind, _, parameter in (each.partition("=") for each in NETWORK[name]):
        each = call[parameter] if parameter else "*"
        if parameter == "AssociationId":
            each = associated(each, "RouteTableId" if kind == "route-table" else "SubnetId")
        questions.append((call.arn("ec2", f"{kind}/{each}"), {} if parameter else {"made": True}))
    return questions


def associated(association, end):
    for table in ec2._route_tables.values():
        for each in table.get("Associations", []):
            if each["RouteTableAssociationId"] == association:
                return each.get(end) or "*"
    return "*"


def of_ecs(name, call):
    def named(kind, value):
        return value if str(value).startswith("arn:") else call.arn("ecs", f"{kind}/{value}")

    cluster = str(call["cluster"]).rpartition("/")[2]
    one = {
        "CreateCluster": lambda: [named("cluster", call["clusterName"])],
        "CreateService": lambda: [call.arn("ecs", f"service/{cluster}/{call['serviceName']}")],
        "UpdateService": lambda: [named(f"service/{cluster}", call["service"])],
        "DeleteService": lambda: [named(f"service/{cluster}", call["service"])],
        "DescribeServices": lambda: [named(f"service/{cluster}", each) for each in call["services"]],
        "DescribeClusters": lambda: [named("cluster", each) for each in call["clusters"]],
        "DescribeTasks": lambda: [named(f"task/{cluster}", each) for each in call["tasks"]],
        "StopTask": lambda: [named(f"task/{cluster}", call["task"])],
        "ListTasks": lambda: [call.arn("ecs", f"container-instance/{cluster}/*")],
        "RegisterTaskDefinition": lambda: [call.arn("ecs", f"task-definition/{call['family']}:*")],
        "RunTask": lambda: [named("task-definition", call["taskDefinition"])],
    }
    if name in one:
        return [(arn, {}) for arn in one[name]()]
    if name in ("DeleteCluster", "UpdateCluster", "UpdateClusterSettings", "PutClusterCapacityProviders"):
        return [(named("cluster", call["cluster"]), {})]
    return [(call["resourceArn"] or "*", {})]


def of_iam(name, call):
    boundary = call["PermissionsBoundary"] or (iam._roles.get(call["RoleName"]) or {}).get("PermissionsBoundary")
    if isinstance(boundary, dict):
        boundary = boundary.get("PermissionsBoundaryArn")
    changes = name.startswith(("Create", "Put", "Attach", "Update", "Detach", "Delete"))
    context = {"iam:PermissionsBoundary": boundary} if boundary and changes else {}
    if name == "CreateServiceLinkedRole":
        service = call["AWSServiceName"]
        return [(call.arn("iam", f"role/aws-service-role/{service}/*"), {"iam:AWSServiceName": service})]
    if call["RoleName"]:
        return [(call.arn("iam", f"role/{call['RoleName']}"), context)]
    if call["PolicyName"]:
        return [(call.arn("iam", f"policy/{call['PolicyName']}"), {})]
    return [(call["PolicyArn"] or call["OpenIDConnectProviderArn"] or "*", {})]


def of_kms(_, call):
    key = kms._resolve_key(call["KeyId"] or iam_actions._kms_key_id_from_ciphertext(call["CiphertextBlob"]))
    context = {f"kms:EncryptionContext:{name}": value for name, value in (call["EncryptionContext"] or {}).items()}
    return [(key["Arn"] if key else "*", context)]


def of_budgets(name, call):
    action = f"/action/{call['ActionId'] or '*'}" if "Action" in name else ""
    return [(f"arn:aws:budgets::{call.account}:budget/{call['BudgetName'] or '*'}{action}", {})]


# Where IAM's word for an operation is not the operation's own.
WORDS = {
    "budgets:DescribeBudget": "budgets:ViewBudget",
    "budgets:DescribeNotificationsForBudget": "budgets:ViewBudget",
    "budgets:DescribeSubscribersForNotification": "budgets:ViewBudget",
}
QUESTIONS = {"budgets": of_budgets, "ec2": of_ec2, "ecs": of_ecs, "iam": of_iam, "kms": of_kms}


# Encryption a put asks for, and the condition key it becomes; ministack knows the first alone.
ENCRYPTION = {
    f"x-amz-server-side-encryption-{name}": f"s3:x-amz-server-side-encryption-{name}"
    for name in ("aws-kms-key-id", "customer-algorithm")
}


def passed_roles(service, name, call):
    """The roles a call hands to a service, each with the service that gets it."""
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


def extract_questions(service, method, path, headers, body, params, region, account):
    """Stands in for ministack's one resource: returns the first, and keeps all there is to ask for `enforce`."""
    action = iam_actions.extract_iam_action(service, method, path, headers, body, params) or ""
    name = action.partition(":")[2]
    call = Call(body, params, region, account)
    if service in QUESTIONS:
        about = QUESTIONS[service](name, call) or [("*", {})]
    else:
        context = {key: headers[name] for name, key in ENCRYPTION.items() if service == "s3" and headers.get(name)}
        about = [(extract_resource_arn(service, method, path, headers, body, params, region, account), context)]
    questions = [(WORDS.get(action, action), arn, context) for arn, context in about]
    tags = iam_actions.request_tag_context(service, action, body, params)
    if service in TAGGING and name.startswith(("Create", "Register", "Run", "Authorize")) and tags and "Tags" not in name:
        created = [arn for arn, context in about if service != "ec2" or "made" in context]
        create = {"ec2": {"ec2:CreateAction": name}, "ecs": {"ecs:CreateAction": name}}.get(service, {})
        questions += [(f"{service}:{TAGGING[service]}", arn, create) for arn in created]
    questions += [("iam:PassRole", role, {"iam:PassedToService": to}) for role, to in passed_roles(service, name, call)]
    asked.set((action, questions))
    return about[0][0]


def enforce_all(access_key, action, service, region, resource_arn="*", service_context=None):
    """Asks every question of a call; the first no is the answer."""
    first, questions = asked.get() or ("", [])
    if first == action:
        asked.set(None)
    else:
        questions = [(action, resource_arn, {})]
    for each, arn, extra in questions:
        context = {**(service_context or {}), **{key: value for key, value in extra.items() if key != "made"}}
        context.update({f"aws:ResourceTag/{key}": value for key, value in tags_of(arn).items()})
        denied = enforce(access_key, each, service, region, resource_arn=arn, service_context=context)
        log(access_key, each, arn, region, context, denied)
        if denied:
            refused.set((each, arn))
            return denied
    return None


def tags_of(arn):
    if not arn.startswith("arn:aws:ec2:"):
        return {}
    return {tag["Key"]: tag["Value"] for tag in ec2._tags.get(arn.rpartition("/")[2]) or []}


def denied_as_asked(service, action, principal_arn, request_id, **rest):
    """Names the question that was answered with no, not the call it was part of."""
    if refused.get():
        action, rest["resource_arn"] = refused.get()
    return access_denied_response(service, action, principal_arn, request_id, **rest)


def resolve_with_role(key, context):
    """aws:PrincipalArn of a session is its role's ARN; ministack says the session's."""
    value = resolve_condition_key(key, context)
    return role_of(value) if key.lower() == "aws:principalarn" else value


def role_of(arn):
    if ":assumed-role/" not in str(arn):
        return arn
    account, role = arn.split(":")[4], arn.split("/")[1]
    return f"arn:aws:iam::{account}:role/{role}"


logged = set()


def log(access_key, action, resource, region, context, denied):
    """Each question once, in the file CALLS: who, what, to what, in which context, and the answer. Without the file, anew."""
    path = os.environ.get("CALLS")
    caller = path and iam_evaluator.resolve_caller_identity(access_key)
    if not caller:
        return
    entry = {
        "principal": role_of(caller["userArn"]),
        "action": action,
        "resource": urllib.parse.unquote(resource),
        "region": region,
        "context": {key: value for key, value in sorted(context.items()) if value not in (None, "", [])},
        "allowed": denied is None,
    }
    line = json.dumps(entry)
    if not os.path.exists(path):
        logged.clear()
    if line not in logged:
        logged.add(line)
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"{line}\n")


iam_actions.extract_resource_arn = extract_questions
iam_actions.access_denied_response = denied_as_asked
iam_evaluator.enforce = enforce_all
iam_evaluator._resolve_condition_key = resolve_with_role
