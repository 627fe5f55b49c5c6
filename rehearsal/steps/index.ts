import type { Step } from "../step";
import { alarmHeard } from "./alarm-heard";
import { anotherStack } from "./another-stack";
import { bootstrap } from "./bootstrap";
import { bootstrapKilled } from "./bootstrap-killed";
import { budgetReleased } from "./budget-released";
import { budgetSpent } from "./budget-spent";
import { card } from "./card";
import { catalogue } from "./catalogue";
import { cloudKilled } from "./cloud-killed";
import { deadManager } from "./dead-manager";
import { demoAgain } from "./demo-again";
import { demoDown } from "./demo-down";
import { demoUp } from "./demo-up";
import { destroyKilled } from "./destroy-killed";
import { destroyRefused } from "./destroy-refused";
import { drift } from "./drift";
import { footguns } from "./footguns";
import { kafkaAgain } from "./kafka-again";
import { kafkaUp } from "./kafka-up";
import { leaseEnds } from "./lease-ends";
import { localCloud } from "./local-cloud";
import { noDrift } from "./no-drift";
import { noSecrets } from "./no-secrets";
import { packAlone } from "./pack-alone";
import { pulse } from "./pulse";
import { readiness } from "./readiness";
import { rights } from "./rights";
import { rotation } from "./rotation";
import { secondClone } from "./second-clone";
import { stateLost } from "./state-lost";
import { twoAtOnce } from "./two-at-once";
import { unjudged } from "./unjudged";
import { updateInterrupted } from "./update-interrupted";
import { updateKilled } from "./update-killed";

/** The story, in order. */
export const steps: readonly Step[] = [
    localCloud,
    bootstrapKilled,
    bootstrap,
    kafkaUp,
    demoUp,
    card,
    readiness,
    pulse,
    noSecrets,
    noDrift,
    secondClone,
    anotherStack,
    footguns,
    packAlone,
    unjudged,
    leaseEnds,
    rotation,
    alarmHeard,
    budgetSpent,
    demoDown,
    budgetReleased,
    demoAgain,
    updateKilled,
    updateInterrupted,
    cloudKilled,
    twoAtOnce,
    stateLost,
    destroyRefused,
    destroyKilled,
    drift,
    deadManager,
    catalogue,
    kafkaAgain,
    rights,
];
