import assert from "node:assert/strict";
import type { AuditEntry } from "../../ops/audit/log";
import type { Environment } from "../../ops/environment";
import type { PulumiCli } from "../../ops/pulumi/cli";
import { rotateKey } from "../../ops/rotate";

const outputs = { applicationAccess: { pulse: { secretArn: "arn:pulse", consumerGroup: "pulse" } } };

/** Pulumi as far as a rotation asks it: a kafka that is up, and its stack configuration. */
function pulumiWith(keys?: object) {
    const asked: string[] = [];
    const pulumi: PulumiCli = async (project, args) => {
        const command = args.join(" ");
        if (command === "config --json") {
            return JSON.stringify(keys ? { "devmin-kafka:keys": { value: JSON.stringify(keys) } } : {});
        }
        asked.push(`${project}: ${command}`);
        return "";
    };
    const updated = async (layer: string, words: string[] = []) => {
        asked.push([`update of ${layer}`, ...words].join(" "));
    };
    return { pulumi, asked, updated };
}

/** The generations of a rotation; what was written down of it goes into `vouched`. */
async function rotated(
    { pulumi, updated }: Pick<ReturnType<typeof pulumiWith>, "pulumi" | "updated">,
    account: string,
    exported: object = outputs,
    vouched: object[] = [],
) {
    const { entry: _, ...generations } = await rotateKey({} as Environment, pulumi, account, {
        log: () => {},
        outputs: async () => exported,
        updateLayer: updated,
        appendEntry: async (statement) => {
            vouched.push(statement);
            return {} as AuditEntry;
        },
    });
    return generations;
}

const halves = {
    comes: "update of kafka",
    goes: ["kafka: config rm --path keys.manager.previous", "update of kafka --refresh"],
};

describe("rotate", () => {
    it("names the next key in one piece, updates, drops the one before, and updates with a refresh", async () => {
        const kafka = pulumiWith();
        assert.deepEqual(await rotated(kafka, "manager"), { from: 1, to: 2 });
        const set = "config set-all --path --plaintext keys.manager.previous=1 --plaintext keys.manager.current=2";
        assert.deepEqual(kafka.asked, [`kafka: ${set}`, halves.comes, ...halves.goes]);
    });

    it("counts on from the key in use, whatever other accounts have", async () => {
        const kafka = pulumiWith({ manager: { current: 7 }, pulse: { current: 2 } });
        assert.deepEqual(await rotated(kafka, "manager"), { from: 7, to: 8 });
    });

    it("goes on where an earlier one was cut in two", async () => {
        const kafka = pulumiWith({ manager: { current: 3, previous: 2 } });
        assert.deepEqual(await rotated(kafka, "manager"), { from: 2, to: 3 });
        assert.deepEqual(kafka.asked, [halves.comes, ...halves.goes]);
    });

    it("writes down whose key went and which came, and nothing of the keys, once it is proven", async () => {
        const kafka = pulumiWith();
        const vouched: object[] = [];
        await rotated(kafka, "manager", outputs, vouched);
        const details = { account: "manager", from: 1, to: 2 };
        assert.deepEqual(vouched, [{ kind: "rotate", verdict: "pass", details }]);
    });

    it("names the accounts there are, and changes nothing for another", async () => {
        const kafka = pulumiWith();
        await assert.rejects(rotated(kafka, "pulze"), {
            message: "there is no account pulze in kafka: name one of manager, pulse.",
        });
        assert.deepEqual(kafka.asked, []);
    });

    it("says so while kafka is not up", async () => {
        await assert.rejects(rotated(pulumiWith(), "manager", {}), {
            message: "kafka is not up yet: run pulumi up -C kafka",
        });
    });
});
