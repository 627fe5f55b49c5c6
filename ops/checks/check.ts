import type { Environment } from "../environment";

/** The stack outputs of the layers, from their states. Checks take names from here and facts from the clouds. */
export interface EnvironmentOutputs {
    core: {
        stateBucket: string;
        evidenceBucket: string;
        artifactsBucket: string;
        keyArn: string;
        budget: string;
        spendingTopicArn: string;
        overBudgetPolicyArn: string;
        /** Absent where core adopts the account's trail. */
        trailArn?: string;
    };
    kafka: {
        bootstrapServers: string;
        declaredTopics: Record<string, { partitions: number; retentionHours: number }>;
        applicationAccess: Record<string, { secretArn: string; consumerGroup: string }>;
    };
    demo: {
        clusterName: string;
        subnetIds: string[];
        securityGroupId: string;
        runningServices: Record<
            string,
            { serviceName: string; taskDefinitionArn: string; logGroup: string; scheduleName: string }
        >;
    };
}

/**
 * A readiness check. Reads from the clouds and returns what is wrong, one sentence each; an empty list is a pass. Throws
 * `SkippedError` where there is nothing to check.
 */
export interface Check {
    /** The claim, as it reads after `pass`. */
    claim: string;
    findProblems(env: Environment, outputs: EnvironmentOutputs): Promise<string[]>;
}
