import { setTimeout as sleep } from "node:timers/promises";
import type { Outputs } from "./checks/check";
import type { Environment, Layer } from "./environment";
import { appendEvidence, type Link, type Statement } from "./evidence";
import { isTaken, type KafkaLogin, loginOf } from "./kafka-login";
import { type Pulumi, pulumiProject, type Say } from "./pulumi";
import { outputsInBucket, stateInBucket } from "./state";
import { update } from "./update";

/** A rotation as it ended: the generations of the key that went and of the one that came. */
export interface Rotation {
    from: number;
    to: number;
    /** The link in the evidence store that says so. */
    link: Link;
}

export interface RotateOptions {
    say: Say;
    /** How long the broker may still take the key that went. @default 300_000 */
    withinMs?: number;
    /** What kafka exports. @default read from its state */
    outputs?: () => Promise<object>;
    /** Updates a layer. @default as `./devmin up` does, with a receipt */
    updated?: (layer: Layer, words?: string[]) => Promise<unknown>;
    /** Writes down what was done. @default a link of the chain of evidence */
    vouch?: (statement: Statement) => Promise<Link>;
}

interface Generations {
    current?: number;
    previous?: number;
}

const setting = `${pulumiProject("kafka")}:keys`;

/**
 * Gives an account its next key, and takes the one before: by kafka's stack configuration and two updates, with the proof
 * between them that the new key is in use. One that was cut in two goes on where it was. `env` needs
 * an auditor's rights and no more, as Pulumi changes things under roles of its own.
 */
export async function rotate(
    env: Environment,
    pulumi: Pulumi,
    account: string,
    {
        say,
        withinMs = 300_000,
        outputs = () => outputsInBucket(env, "kafka"),
        updated = (layer, words) => update(env, pulumi, layer, { say, words }),
        vouch = (statement) => appendEvidence(env, statement),
    }: RotateOptions,
): Promise<Rotation> {
    const access = await accessIn(outputs);
    if (account !== "manager" && !access[account]) {
        throw new Error(
            `there is no account ${account} in kafka: name one of manager, ${Object.keys(access).join(", ")}.`,
        );
    }
    const rotation = await begin(pulumi, account);
    say(`${account}: key ${rotation.to} comes, key ${rotation.from} stays`);
    await updated("kafka");

    const { secretArn } = (await accessIn(outputs))[account] ?? {};
    if (secretArn) {
        const login = await loginOf(env, secretArn);
        if (!(await isTaken(login))) throw new Error(`the broker refuses the new key ${login.key} of ${account}.`);
        say(`${account}: the broker takes key ${rotation.to}`);
        // A task is given the version of its secret that its definition names; the demo's own update moves it on, and waits.
        const demo = await stateInBucket(env, "demo");
        if (demo?.resources) await updated("demo");
    }

    say(`${account}: key ${rotation.from} goes`);
    await pulumi("kafka", ["config", "rm", "--path", `keys.${account}.previous`]);
    // A refresh reads topics and rights with the manager's key; and what was revoked by hand is then not deleted again.
    await updated("kafka", ["--refresh"]);
    if (secretArn) await refused(await loginOf(env, secretArn, "AWSPREVIOUS"), withinMs);
    const link = await vouch({ kind: "rotate", verdict: "holds", details: { account, ...rotation } });
    return { ...rotation, link };
}

async function accessIn(outputs: () => Promise<object>): Promise<Outputs["kafka"]["applicationAccess"]> {
    const { applicationAccess } = (await outputs()) as Partial<Outputs["kafka"]>;
    if (!applicationAccess) throw new Error("kafka is not up yet: run pulumi up -C kafka");
    return applicationAccess;
}

/** Writes the next generation into the stack's configuration, in one piece; unless there are two already. */
async function begin(pulumi: Pulumi, account: string): Promise<Omit<Rotation, "link">> {
    const { [setting]: given } = JSON.parse(await pulumi("kafka", ["config", "--json"]));
    const { current = 1, previous }: Generations = JSON.parse(given?.value ?? "{}")[account] ?? {};
    if (previous !== undefined) return { from: previous, to: current };
    const values = { previous: current, current: current + 1 };
    const words = Object.entries(values).flatMap(([word, value]) => [
        "--plaintext",
        `keys.${account}.${word}=${value}`,
    ]);
    await pulumi("kafka", ["config", "set-all", "--path", ...words]);
    return { from: values.previous, to: values.current };
}

/** In Confluent Cloud a revoked key may be taken for some moments more. */
async function refused(login: KafkaLogin, withinMs: number): Promise<void> {
    const deadline = Date.now() + withinMs;
    while (await isTaken(login)) {
        if (Date.now() > deadline)
            throw new Error(`the broker still takes key ${login.key} after ${withinMs / 1000} s.`);
        await sleep(1_000);
    }
}
