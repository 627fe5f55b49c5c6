import { auditLogCheck } from "./audit-log";
import { bucketsCheck } from "./buckets";
import { budgetAlarmCheck, subscriptionsCheck } from "./budget-alarm";
import type { Check } from "./check";
import { deploymentRecordChecks } from "./deployment-records";
import { driftChecks } from "./drift";
import { keyRotationCheck } from "./key-rotation";
import { leaseCheck } from "./lease";
import { roleTrustCheck } from "./role-trust";
import { secretsCheck } from "./secrets";
import { servicesCheck } from "./services";
import { topicsCheck } from "./topics";
import { trailCheck } from "./trail";

/** Every readiness check, in the order of the layers; last, what was changed by hand, and how the layers were updated. */
export const checks: readonly Check[] = [
    ...[
        bucketsCheck,
        auditLogCheck,
        roleTrustCheck,
        trailCheck,
        budgetAlarmCheck,
        subscriptionsCheck,
        secretsCheck,
        keyRotationCheck,
        topicsCheck,
        servicesCheck,
        leaseCheck,
    ],
    ...driftChecks,
    ...deploymentRecordChecks,
];
