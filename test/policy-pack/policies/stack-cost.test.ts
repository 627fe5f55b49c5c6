import assert from "node:assert/strict";
import { stackCost } from "../../../policy-pack/policies/stack-cost";
import { type Declared, unknown, verdictsOn } from "../judging";

describe("policy stack-cost", () => {
    const project = "devmin-demo";
    const task: Declared = {
        type: "aws:ecs/taskDefinition:TaskDefinition",
        name: "pulse",
        project,
        props: { cpu: "256", memory: "512" },
    };
    const service: Declared = {
        type: "aws:ecs/service:Service",
        name: "pulse",
        project,
        props: { desiredCount: 1, networkConfiguration: { assignPublicIp: true } },
        dependsOn: { taskDefinition: [task] },
    };
    const stack = [task, service];

    it("prints what a stack costs a month and an hour, and of what that is made", async () => {
        // A quarter of a vCPU 7.39, half a GB 1.63, an address 3.65.
        assert.deepEqual(await verdictsOn(stackCost, stack), {
            "": [
                "advisory: devmin-demo costs 12.66 USD a month (0.0173 an hour) while it is up, usage not counted: Service pulse 12.66.",
            ],
        });
    });
    it("counts each task of a service", async () => {
        const three = { ...service, props: { ...service.props, desiredCount: 3 } };
        assert.match((await verdictsOn(stackCost, [task, three]))[""]?.[0] as string, /devmin-demo costs 37\.99 USD/);
    });
    it("says that nothing costs nothing", async () => {
        const free = { type: "aws:ec2/vpc:Vpc", project };
        assert.deepEqual(await verdictsOn(stackCost, [free]), {
            "": ["advisory: devmin-demo costs 0.00 USD a month (0.0000 an hour) while it is up, usage not counted."],
        });
    });
    it("denies a stack above the ceiling, and says what is dearest first", async () => {
        const secret = { type: "aws:secretsmanager/secret:Secret", name: "s", project };
        const said = await verdictsOn(stackCost, [secret, ...stack], { maxMonthlyUsd: 13 });
        assert.deepEqual(said, {
            "": [
                "devmin-demo costs 13.06 USD a month (0.0179 an hour) while it is up, usage not counted: Service pulse 12.66, " +
                    "Secret s 0.40. The ceiling is 13 (maxMonthlyUsd): leave something out, or raise it in the pack's configuration.",
            ],
        });
    });
    const priced: { title: string; type: string; props?: object; usd: string }[] = [
        { title: "a KMS key", type: "aws:kms/key:Key", usd: "1.00" },
        {
            title: "a secret with a replica",
            type: "aws:secretsmanager/secret:Secret",
            props: { replicas: [{}] },
            usd: "0.80",
        },
        { title: "an address", type: "aws:ec2/eip:Eip", usd: "3.65" },
        {
            title: "a machine with its disk and address",
            type: "aws:ec2/instance:Instance",
            props: { instanceType: "t4g.nano" },
            usd: "7.52",
        },
        {
            title: "a class without a price, as a large one",
            type: "aws:rds/clusterInstance:ClusterInstance",
            props: { instanceClass: "db.x" },
            usd: "198.60",
        },
        {
            title: "a database in two zones",
            type: "aws:rds/instance:Instance",
            props: { instanceClass: "db.t4g.micro", allocatedStorage: 20, multiAz: true },
            usd: "27.36",
        },
        { title: "a volume", type: "aws:ebs/volume:Volume", props: { size: 10 }, usd: "1.00" },
        { title: "what is waived, by its row", type: "aws:ec2/natGateway:NatGateway", usd: "32.85" },
        {
            title: "a service whose task is not of this stack, as the largest allowed",
            type: "aws:ecs/service:Service",
            props: { desiredCount: 1 },
            usd: "36.05",
        },
    ];
    for (const { title, type, props, usd } of priced) {
        it(`counts ${title} as ${usd}`, async () => {
            const said = await verdictsOn(stackCost, [{ type, props, project }], { maxMonthlyUsd: 1_000 });
            assert.match(said[""]?.[0] as string, new RegExp(`devmin-demo costs ${usd.replace(".", "\\.")} USD`));
        });
    }
    it("denies a stack whose cost is unknown", async () => {
        const said = await verdictsOn(stackCost, [{ ...service, props: { desiredCount: unknown } }, task]);
        assert.match(
            said.pulse?.join("") as string,
            /^what it costs is unknown, as desiredCount is unknown in preview/,
        );
    });
});
