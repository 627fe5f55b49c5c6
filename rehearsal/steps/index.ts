import type { Step } from "../step";
import { bootstrap } from "./bootstrap";
import { card } from "./card";
import { demoAgain } from "./demo-again";
import { demoDown } from "./demo-down";
import { demoUp } from "./demo-up";
import { footguns } from "./footguns";
import { kafkaUp } from "./kafka-up";
import { leaseEnds } from "./lease-ends";
import { localCloud } from "./local-cloud";
import { noDrift } from "./no-drift";
import { noSecrets } from "./no-secrets";
import { pulse } from "./pulse";
import { readiness } from "./readiness";
import { secondClone } from "./second-clone";

/** The story, in order. */
export const steps: readonly Step[] = [
    localCloud,
    bootstrap,
    kafkaUp,
    demoUp,
    card,
    readiness,
    pulse,
    noSecrets,
    noDrift,
    secondClone,
    footguns,
    leaseEnds,
    demoDown,
    demoAgain,
];
