import type { AuditEntry } from "../audit/entry";
import type { StoredObject } from "../audit/stored-entries";
import type { AwsClients } from "../clients/aws";
import type { Environment, Layer } from "../environment";
import type { EnvironmentOutputs } from "../layer-outputs";
import type { PulumiCli } from "../pulumi/cli";
import type { DeployedState } from "../pulumi/state";

/** What `verify` reads once and hands to all checks. */
export interface CheckContext {
    /** The auditor's. */
    aws: AwsClients;
    /** Runs Pulumi as the auditor. */
    pulumi: PulumiCli;
    /** Each layer's state; undefined while the layer is not deployed. */
    states: Readonly<Record<Layer, DeployedState | undefined>>;
    /** What S3 has of the audit log. */
    storedLog: readonly StoredObject[];
    /** The audit log since the oldest of these states was written. */
    entries: readonly AuditEntry[];
    /** Whether a test message is published to everybody who subscribed to the budget's topic. */
    testAlarm: boolean;
}

/** A claim about the environment, tested against the clouds. */
export interface Check {
    claim: string;
    /** The layers it is about: while one of them is not deployed the check is skipped. */
    layers: readonly Layer[];
    /** Whether its problems are warnings: the environment works with them. @default false */
    isAdvice?: true;
    /** One sentence for each problem; none when the claim is true. Throws `SkippedError` where it cannot be shown. */
    findProblems(env: Environment, outputs: EnvironmentOutputs, context: CheckContext): Promise<string[]>;
}
