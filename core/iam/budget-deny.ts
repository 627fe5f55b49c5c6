import type { Statement } from "../../lib/iam-policy";

const buildDenyStatement = (Sid: string, service: string, actions: readonly string[]): Statement => ({
    Sid,
    Effect: "Deny",
    Action: actions.map((action) => `${service}:${action}`),
    Resource: "*",
});

/**
 * Denies for role deploy-demo while the monthly budget is exceeded: create resources, or extend a lease. Nothing that
 * `pulumi destroy` calls is denied. That includes UpdateService, which sets a service to zero before it is deleted: `pulumi up`
 * cannot use it to keep services running, as a new lease changes a schedule; a count raised by hand is not prevented.
 */
export const overBudgetDenies: readonly Statement[] = [
    buildDenyStatement("DenyNewTasks", "ecs", ["Create*", "RegisterTaskDefinition", "RunTask", "StartTask"]),
    buildDenyStatement("DenyNewSchedules", "scheduler", ["CreateSchedule", "UpdateSchedule"]),
    buildDenyStatement("DenyNewNetwork", "ec2", ["Create*"]),
    buildDenyStatement("DenyNewLogGroups", "logs", ["CreateLogGroup"]),
    buildDenyStatement("DenyNewRoles", "iam", ["CreateRole", "PassRole"]),
];
