import type { Check } from "../../../ops/checks/check";
import type { Environment } from "../../../ops/environment";
import type { EnvironmentOutputs } from "../../../ops/layer-outputs";
import type { PulumiCli } from "../../../ops/pulumi/cli";
import type { StateResource } from "../../../ops/pulumi/state";
import { awsClients, type FakeResponses, startFakeAws } from "../../fake-aws";

export const env = { stack: "dev", account: "123456789012", region: "eu-central-1" } as Environment;

interface Options {
    testAlarm: boolean;
    pulumi: PulumiCli;
    /** The resources in the state of each layer. */
    resources: readonly StateResource[];
}

/** What a check finds in an environment with these stack outputs, while AWS is this table. */
export async function findProblems(
    check: Check,
    outputs: { [Layer in keyof EnvironmentOutputs]?: object },
    responses: FakeResponses,
    { testAlarm = false, pulumi = async () => "", resources = [] }: Partial<Options> = {},
): Promise<string[]> {
    const state = { outputs: {}, resources, version: undefined, modified: new Date(0) };
    const aws = startFakeAws(responses);
    try {
        return await check.findProblems(env, outputs as EnvironmentOutputs, {
            aws: awsClients,
            pulumi,
            states: { core: state, kafka: state, demo: state },
            storedLog: [],
            entries: [],
            testAlarm,
        });
    } finally {
        aws.stop();
    }
}
