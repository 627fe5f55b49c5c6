import assert from "node:assert/strict";
import type { AuditEntry } from "../../ops/audit/entry";
import type { Environment } from "../../ops/environment";
import type { PulumiCli } from "../../ops/pulumi/cli";
import { rotateKey } from "../../ops/rotate";
import { awsClients } from "../fake-aws";

const outputs = { applicationAccess: { pulse: { secretArn: "arn:pulse", consumerGroup: "pulse" } } };

/** The Pulumi that a rotation uses: kafka is up, with this stack configuration. */
function createFakePulumi(keys?: object) {
    const commands: string[] = [];
    const pulumi: PulumiCli = async (project, args) => {
        const command = args.join(" ");
        if (command === "config --json") {
            return JSON.stringify(keys ? { "devmin-kafka:keys": { value: JSON.stringify(keys) } } : {});
        }
        commands.push(`${project}: ${command}`);
        return "";
    };
    const updateLayer = async (layer: string, extraArgs: string[] = []) => {
        commands.push([`update of ${layer}`, ...extraArgs].join(" "));
    };
    return { pulumi, commands, updateLayer };
}

/** Runs a rotation, and returns its generations. New audit log entries are added to `entries`. */
async function rotate(
    { pulumi, updateLayer }: Pick<ReturnType<typeof createFakePulumi>, "pulumi" | "updateLayer">,
    account: string,
    stackOutputs: object = outputs,
    entries: object[] = [],
) {
    const { entry: _, ...generations } = await rotateKey({} as Environment, awsClients, pulumi, account, {
        log: () => {},
        outputs: async () => stackOutputs,
        assertStates: async () => {},
        updateLayer,
        appendEntry: async (newEntry) => {
            entries.push(newEntry);
            return {} as AuditEntry;
        },
    });
    return generations;
}

const halves = {
    create: "update of kafka",
    remove: ["kafka: config rm --path keys.manager.previous", "update of kafka --refresh"],
};

describe("rotate", () => {
    it("sets both generations at once, updates, removes the previous one, and updates with a refresh", async () => {
        const kafka = createFakePulumi();
        assert.deepEqual(await rotate(kafka, "manager"), { from: 1, to: 2 });
        const set = "config set-all --path --plaintext keys.manager.previous=1 --plaintext keys.manager.current=2";
        assert.deepEqual(kafka.commands, [`kafka: ${set}`, halves.create, ...halves.remove]);
    });

    it("counts up from the current key, whatever other accounts have", async () => {
        const kafka = createFakePulumi({ manager: { current: 7 }, pulse: { current: 2 } });
        assert.deepEqual(await rotate(kafka, "manager"), { from: 7, to: 8 });
    });

    it("continues an interrupted rotation", async () => {
        const kafka = createFakePulumi({ manager: { current: 3, previous: 2 } });
        assert.deepEqual(await rotate(kafka, "manager"), { from: 2, to: 3 });
        assert.deepEqual(kafka.commands, [halves.create, ...halves.remove]);
    });

    it("records account and generations, but no key, at the end", async () => {
        const kafka = createFakePulumi();
        const entries: object[] = [];
        await rotate(kafka, "manager", outputs, entries);
        const details = { account: "manager", from: 1, to: 2 };
        assert.deepEqual(entries, [{ kind: "rotate", verdict: "pass", details }]);
    });

    it("is refused for an unknown account, naming the known ones", async () => {
        const kafka = createFakePulumi();
        await assert.rejects(rotate(kafka, "pulze"), {
            message: 'unknown account "pulze" in kafka: name one of manager, pulse.',
        });
        assert.deepEqual(kafka.commands, []);
    });

    it("is refused while kafka is not up", async () => {
        await assert.rejects(rotate(createFakePulumi(), "manager", {}), {
            message: "kafka is not up yet: run pulumi up -C kafka",
        });
    });
});
