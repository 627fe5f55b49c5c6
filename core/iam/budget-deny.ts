import type { Statement } from "../../lib/iam-policy";

const buildDenyStatement = (Sid: string, service: string, actions: readonly string[]): Statement => ({
    Sid,
    Effect: "Deny",
    Action: actions.map((action) => `${service}:${action}`),
    Resource: "*",
});

/**
 * What demo's deployer may not do once the month's budget is spent: make, and let run for longer. What `pulumi destroy` calls is
 * not among it, and so neither is UpdateService: that is how a service is set to zero before it is deleted. An update with it
 * brings back nothing for good, as a new lease is a schedule that is changed; a count that somebody raises by hand it lets pass.
 */
export const overBudgetDenies: readonly Statement[] = [
    buildDenyStatement("DenyNewTasks", "ecs", ["Create*", "RegisterTaskDefinition", "RunTask", "StartTask"]),
    buildDenyStatement("DenyNewSchedules", "scheduler", ["CreateSchedule", "UpdateSchedule"]),
    buildDenyStatement("DenyNewNetwork", "ec2", ["Create*"]),
    buildDenyStatement("DenyNewLogGroups", "logs", ["CreateLogGroup"]),
    buildDenyStatement("DenyNewRoles", "iam", ["CreateRole", "PassRole"]),
];
