import type { Step } from "../step";
import { awsKilled } from "./aws-killed";
import { bootstrap } from "./bootstrap";
import { bootstrapKilled } from "./bootstrap-killed";
import { budgetAlarm } from "./budget-alarm";
import { budgetReleased } from "./budget-released";
import { budgetSpent } from "./budget-spent";
import { concurrentUpdates } from "./concurrent-updates";
import { crashLoop } from "./crash-loop";
import { demoDestroyed } from "./demo-destroyed";
import { demoRecreated } from "./demo-recreated";
import { demoUp } from "./demo-up";
import { deniedResourcesRefused } from "./denied-resources";
import { destroyKilled } from "./destroy-killed";
import { destroyRefused } from "./destroy-refused";
import { drift } from "./drift";
import { environmentSummary } from "./environment-summary";
import { forgedAuditLog } from "./forged-audit-log";
import { kafkaRecreated } from "./kafka-recreated";
import { kafkaUp } from "./kafka-up";
import { keyRotation } from "./key-rotation";
import { leaseEnds } from "./lease-ends";
import { localCloudStarts } from "./local-cloud-starts";
import { manualChanges } from "./manual-changes";
import { nameConflict } from "./name-conflict";
import { noDrift } from "./no-drift";
import { noLeakedSecrets } from "./no-leaked-secrets";
import { nonAdministrator } from "./non-administrator";
import { permissionsEnforced } from "./permissions-enforced";
import { policyPackRequired } from "./policy-pack-required";
import { previewRole } from "./preview-role";
import { pulseTask } from "./pulse-task";
import { readiness } from "./readiness";
import { readmeConsole } from "./readme-console";
import { revokedManagerKey } from "./revoked-manager-key";
import { secondClone } from "./second-clone";
import { secondStack } from "./second-stack";
import { standalonePolicyPack } from "./standalone-policy-pack";
import { stateLost } from "./state-lost";
import { updateInterrupted } from "./update-interrupted";
import { updateKilled } from "./update-killed";
import { verifyWithoutDemo } from "./verify-without-demo";

/** The steps of an end-to-end run, in order. */
export const steps: readonly Step[] = [
    localCloudStarts,
    bootstrapKilled,
    bootstrap,
    kafkaUp,
    demoUp,
    environmentSummary,
    readiness,
    pulseTask,
    noLeakedSecrets,
    noDrift,
    previewRole,
    manualChanges,
    nonAdministrator,
    secondClone,
    secondStack,
    deniedResourcesRefused,
    standalonePolicyPack,
    policyPackRequired,
    readmeConsole,
    leaseEnds,
    keyRotation,
    budgetAlarm,
    budgetSpent,
    demoDestroyed,
    verifyWithoutDemo,
    budgetReleased,
    crashLoop,
    demoRecreated,
    updateKilled,
    updateInterrupted,
    awsKilled,
    concurrentUpdates,
    stateLost,
    destroyRefused,
    destroyKilled,
    drift,
    revokedManagerKey,
    nameConflict,
    kafkaRecreated,
    permissionsEnforced,
    forgedAuditLog,
];
