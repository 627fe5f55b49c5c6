import type { Environment, Layer } from "./environment";
import { appendEvidence, type Link } from "./evidence";
import { demandUnlocked } from "./locks";
import type { Pulumi, Say } from "./pulumi";
import { as } from "./roles";
import { resourcesInBucket, type StateResource } from "./state";

/** The layers that can go, each with those that stand on it. Core is none of them: it holds the evidence, and the states of all. */
export const standingOn = { kafka: ["demo"], demo: [] } as const satisfies Partial<Record<Layer, readonly Layer[]>>;
export type Passing = keyof typeof standingOn;

export interface DestroyOptions {
    say: Say;
    /** Asked once it was said what goes. */
    agrees(): Promise<boolean>;
}

/** What is lost with a resource, where that is more than the resource; the gravest first. */
const losses: Record<string, string> = {
    "confluentcloud:index/kafkaTopic:KafkaTopic": "topics, with every record in them",
    "confluentcloud:index/kafkaCluster:KafkaCluster": "clusters, with whatever others keep in them",
    "confluentcloud:index/environment:Environment": "environments",
    "aws:secretsmanager/secret:Secret": "secrets, at once and for good",
    "confluentcloud:index/apiKey:ApiKey": "keys, refused from then on",
    "aws:ecs/service:Service": "services, with their tasks",
    "aws:cloudwatch/logGroup:LogGroup": "logs, with every line in them",
};

/** What a destroy takes from the clouds, in words, a line each. What was only looked up is not among it, and stays. */
export function goingWith(resources: readonly StateResource[]): string[] {
    const going = inClouds(resources);
    const told = Object.entries(losses).flatMap(([type, words]) => {
        const names = going.filter((each) => each.type === type).map(({ urn }) => urn.split("::").at(-1));
        return names.length ? [`${words}: ${names.join(", ")}`] : [];
    });
    const others = going.filter(({ type }) => !Object.hasOwn(losses, type)).length;
    return [...told, ...(others ? [`${others} more, which the next update makes again`] : [])];
}

const inClouds = (resources: readonly StateResource[]) =>
    resources.filter(({ type, custom, external }) => custom && !external && !type.startsWith("pulumi:"));

/**
 * Takes a layer away for good: says what goes, asks, lifts the protection of what is protected, destroys, and writes down
 * what went. One that was cut in two goes on with what is left. Resolves with the link in the evidence store; with
 * undefined when it was not agreed to.
 */
export async function destroy(
    env: Environment,
    pulumi: Pulumi,
    layer: Passing,
    { say, agrees }: DestroyOptions,
): Promise<Link | undefined> {
    const witness = await as(env, "auditor"); // who may not write it down is to hear so before anything goes
    for (const above of standingOn[layer]) {
        if ((await known(env, above)).length > 0) {
            throw new Error(`${above} is up and stands on ${layer}: take it down first with ./devmin destroy ${above}`);
        }
    }
    await demandUnlocked(env, layer);
    const before = await known(env, layer);
    if (before.length === 0) throw new Error(`there is nothing to destroy: ${layer} is not up.`);
    say(`what goes with ${layer} of the stack ${env.stack}:`);
    for (const line of goingWith(before)) say(`  ${line}`);
    if (!(await agrees())) return undefined;

    if (before.some(({ protect }) => protect)) await pulumi(layer, ["state", "unprotect", "--all", "--yes"], { say });
    const failure = await pulumi(layer, ["destroy", "--yes", "--skip-preview"], { say }).then(
        () => undefined,
        (error: Error) => error,
    );
    const urns = (resources: StateResource[]) => inClouds(resources).map(({ urn }) => urn);
    const left = urns(await known(env, layer));
    const link = await appendEvidence(witness, {
        kind: "destroy",
        verdict: failure ? "broken" : "holds",
        details: { layer, went: urns(before).filter((urn) => !left.includes(urn)), left },
    });
    if (failure) {
        say(`${left.length} things of ${layer} are left: ./devmin destroy ${layer} goes on with them, and`);
        say(`pulumi up -C ${layer} makes ${layer} whole again, and protects it.`);
        throw failure;
    }
    return link;
}

/** A layer's resources as its state has them; without a state nobody knows what stands. */
async function known(env: Environment, layer: Layer): Promise<StateResource[]> {
    const resources = await resourcesInBucket(env, layer);
    if (!resources) {
        throw new Error(`${env.stateBucket} holds no state of ${layer}: bring it back with ./devmin recover ${layer}`);
    }
    return resources;
}
