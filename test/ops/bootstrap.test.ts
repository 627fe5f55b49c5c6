import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bootstrapEnvironment } from "../../ops/bootstrap";
import { buildSecretsProviderUrl } from "../../ops/environment";
import { getProjectFolder, getPulumiProjectName, projects } from "../../ops/projects";
import { awsClients, createAwsError } from "../fake-aws";
import { startFakeBucket } from "../fake-aws/bucket";

const key = ".pulumi/stacks/devmin-core/dev.json";
const settled = JSON.stringify({
    checkpoint: {
        stack: "organization/devmin-core/dev",
        latest: {
            manifest: { time: "2026-11-24T09:59:00Z" },
            resources: [{ urn: "a" }],
            secrets_providers: { type: "cloud" },
        },
    },
});

describe("bootstrap in a clone without a state of core", () => {
    let root: string;
    let bucket: ReturnType<typeof startFakeBucket>;
    const started: string[] = [];
    const bootstrapWith = async (objects: Record<string, string> | undefined) => {
        bucket = startFakeBucket(objects ?? {});
        if (!objects) bucket.responses.HeadBucket = createAwsError("NotFound", { status: 404 });
        const run = async (project: string, [command]: string[]) => {
            started.push(`${command} ${project}`);
            throw new Error("started");
        };
        return bootstrapEnvironment(
            { ...bucket.env, root, kmsKeyUrl: "awskms://it?" },
            awsClients,
            run as never,
            () => {},
        );
    };
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "devmin-bootstrap-"));
        for (const layer of ["core", "kafka", "demo"]) mkdirSync(join(root, layer));
        started.length = 0;
    });
    afterEach(async () => {
        rmSync(root, { recursive: true });
        bucket.stop();
    });

    for (const { title, objects, says } of [
        {
            title: "creates nothing when someone has brought the stack up, and names the line to add",
            objects: { [key]: settled },
            says: /^the stack dev is already up, .* add the line secretsprovider: awskms:\/\/it\?&context_layer=core; .*\.\/devmin join/,
        },
        {
            title: "creates nothing while someone else is bringing it up",
            objects: {},
            says: /^states exists but has no state of core: someone is bringing the stack dev up from another clone/,
        },
    ]) {
        it(title, async () => {
            await assert.rejects(bootstrapWith(objects as Record<string, string>), { message: says });
            assert.deepEqual(started, []);
        });
    }

    it("creates nothing when the core of the stack is in another region", async () => {
        const bootstrap = bootstrapWith(undefined);
        bucket.responses.ListRoles = { Roles: [{ RoleName: "devmin-core-dev-auditor-123456789012-us-east-1" }] };
        await assert.rejects(bootstrap, {
            message: /^eu-central-1 has no core of the stack dev, but us-east-1 has: correct aws:region in /,
        });
        assert.deepEqual(started, []);
    });

    it("starts where only another stack has a core in another region", async () => {
        const bootstrap = bootstrapWith(undefined);
        bucket.responses.ListRoles = { Roles: [{ RoleName: "devmin-core-dev2-auditor-123456789012-us-east-1" }] };
        await assert.rejects(bootstrap, { message: "started" });
    });

    it("creates nothing without access to billing", async () => {
        const bootstrap = bootstrapWith(undefined);
        bucket.responses.DescribeBudget = createAwsError("AccessDeniedException");
        await assert.rejects(bootstrap, { message: /^AWS Budgets refuses these credentials/ });
        assert.deepEqual(started, []);
    });

    it("starts when nothing exists", async () => {
        await assert.rejects(bootstrapWith(undefined), { message: "started" });
        assert.deepEqual(started, ["stack core"]);
    });
});

describe("bootstrap of an environment that is up", () => {
    let root: string;
    let bucket: ReturnType<typeof startFakeBucket>;
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "devmin-bootstrap-"));
        bucket = startFakeBucket({});
        for (const project of projects) {
            bucket.objects[`.pulumi/stacks/${getPulumiProjectName(project)}/dev.json`] = settled.replace(
                "devmin-core",
                getPulumiProjectName(project),
            );
            const folder = getProjectFolder({ root }, project);
            mkdirSync(folder, { recursive: true });
            const secretsprovider = buildSecretsProviderUrl(getEnvironment(), project);
            writeFileSync(join(folder, "Pulumi.dev.yaml"), `secretsprovider: ${secretsprovider}\n`);
        }
    });
    afterEach(() => {
        rmSync(root, { recursive: true });
        bucket.stop();
    });
    const getEnvironment = () => ({ ...bucket.env, root, kmsKeyUrl: "awskms://it?" });
    const bootstrapAgain = async () => {
        const lines: string[] = [];
        const pulumi = async () => assert.fail("Pulumi was run");
        const hasChanged = await bootstrapEnvironment(getEnvironment(), awsClients, pulumi as never, (line) =>
            lines.push(line),
        );
        return { hasChanged, lines };
    };

    it("activates the cost allocation tag, and has nothing else to do", async () => {
        assert.deepEqual(await bootstrapAgain(), {
            hasChanged: false,
            lines: ["the cost allocation tag devmin:stack is active"],
        });
        assert.deepEqual(bucket.calls.at(-1), [
            "UpdateCostAllocationTagsStatus",
            { CostAllocationTagsStatus: [{ TagKey: "devmin:stack", Status: "Active" }] },
        ]);
    });

    it("goes on where the tag cannot be activated", async () => {
        bucket.responses.UpdateCostAllocationTagsStatus = createAwsError("AccessDeniedException");
        const { hasChanged, lines } = await bootstrapAgain();
        assert.equal(hasChanged, false);
        assert.match(lines.join("\n"), /^the cost allocation tag devmin:stack is not active \(AccessDenied/);
    });
});
