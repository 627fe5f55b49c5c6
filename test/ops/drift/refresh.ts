import { writeFileSync } from "node:fs";
import type { PulumiCli } from "../../../ops/pulumi/cli";
import { formatEventLog } from "../pulumi/fake-engine";

/** A resource as a refresh reads it: its declared inputs, and those that it has now; without the latter it is gone. */
export interface RefreshedResource {
    type: string;
    name: string;
    deployed: Record<string, unknown>;
    current?: Record<string, unknown>;
}

/** The Pulumi of a refresh that finds these resources. Refuses any other command. */
export const createRefresh =
    (resources: readonly RefreshedResource[]): PulumiCli =>
    async (_project, args) => {
        if (args[0] !== "refresh" || !args.includes("--preview-only")) throw new Error(`unexpected: ${args.join(" ")}`);
        const events = resources.map(({ type, name, deployed, current }) => ({
            resOutputsEvent: {
                metadata: {
                    op: current ? "update" : "delete",
                    urn: `urn:pulumi:dev::devmin-demo::devmin:demo:It$${type}::${name}`,
                    type,
                    old: { custom: true, inputs: deployed },
                    new: current ? { custom: true, inputs: current } : null,
                },
            },
        }));
        writeFileSync(args[args.indexOf("--event-log") + 1] as string, formatEventLog(events as never));
        return "";
    };
