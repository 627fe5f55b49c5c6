import assert from "node:assert/strict";
import { assumedUsage } from "../../../../policy-pack/pricing/assumptions";
import { unknownValueAdvice } from "../../../../policy-pack/pricing/inputs";
import { maxStackCost } from "../../../../policy-pack/rules/cost/max-stack-cost";
import { evaluateStackPolicy, type PolicyInput, previewUnknown } from "../../evaluate-policy";

describe("policy max-stack-cost", () => {
    const project = "devmin-demo";
    const task: PolicyInput = {
        type: "aws:ecs/taskDefinition:TaskDefinition",
        name: "pulse",
        project,
        props: { cpu: "256", memory: "512" },
    };
    const service: PolicyInput = {
        type: "aws:ecs/service:Service",
        name: "pulse",
        project,
        props: { desiredCount: 1, networkConfiguration: { assignPublicIp: true } },
        dependsOn: { taskDefinition: [task] },
    };
    const stack = [task, service];

    it("prints idle, hourly and usage cost with the resources and assumptions", async () => {
        // A quarter of a vCPU 7.39, half a GB 1.63, an address 3.65: 0.0173 an hour. 40 hours of it, and 0.1 GB of logs.
        const logs = { type: "aws:cloudwatch/logGroup:LogGroup", name: "pulse", project };
        assert.deepEqual(await evaluateStackPolicy(maxStackCost, [...stack, logs]), {
            "": [
                [
                    "advisory: devmin-demo costs 12.71 USD a month if no lease ends, 0.74 USD with the assumed usage:",
                    "    0.00 idle",
                    "    0.0173 per hour while tasks run: Service pulse 0.0173",
                    "    0.05 for usage: LogGroup pulse 0.05",
                    "    assumed usage (policy-pack/usage.json): demoHours 40, logGb 0.1",
                ].join("\n"),
            ],
        });
    });
    it("prints 0 for a free stack", async () => {
        const free = { type: "aws:ec2/vpc:Vpc", project };
        assert.deepEqual(await evaluateStackPolicy(maxStackCost, [free]), {
            "": [
                [
                    "advisory: devmin-demo costs 0.00 USD a month if no lease ends, 0.00 USD with the assumed usage:",
                    "    0.00 idle",
                    "    0.0000 per hour while tasks run",
                    "    0.00 for usage",
                ].join("\n"),
            ],
        });
    });
    it("lists resources that are billed by usage without an assumption", async () => {
        const queues = ["q", "r"].map((name) => ({ type: "aws:sqs/queue:Queue", name, project }));
        const reported = await evaluateStackPolicy(maxStackCost, queues);
        assert.match(reported[""]?.[0] as string, /\n {4}billed by usage, none assumed: Queue q, Queue r$/);
    });
    it("lists types with unknown prices, which require-known-price denies", async () => {
        const users = { type: "aws:quicksight/user:User", name: "u", project };
        const elsewhere = { type: "gcp:storage/bucket:Bucket", name: "b", project };
        const reported = await evaluateStackPolicy(maxStackCost, [users, elsewhere]);
        assert.deepEqual(Object.keys(reported), [""]);
        assert.match(reported[""]?.[0] as string, /^advisory: [\s\S]*\n +price unknown: User u, Bucket b$/);
    });
    it("allows a stack that costs exactly the maximum", async () => {
        const address = { type: "aws:ec2/eip:Eip", name: "a", project };
        const reported = await evaluateStackPolicy(maxStackCost, [address], { maxMonthlyUsd: 3.65 });
        assert.match(reported[""]?.[0] as string, /^advisory: devmin-demo costs 3\.65 USD /);
    });
    it("prints a summary for an empty stack", async () => {
        assert.match(
            (await evaluateStackPolicy(maxStackCost, []))[""]?.[0] as string,
            /^advisory: the stack costs 0\.00 USD /,
        );
    });
    it("denies a stack above the maximum and lists the most expensive resources first", async () => {
        const secret = { type: "aws:secretsmanager/secret:Secret", name: "s", project };
        const key = { type: "aws:kms/key:Key", name: "k", project };
        const reported = await evaluateStackPolicy(maxStackCost, [secret, key, ...stack], { maxMonthlyUsd: 14 });
        assert.deepEqual(reported, {
            "": [
                [
                    "devmin-demo costs 14.07 USD a month if no lease ends, 2.10 USD with the assumed usage:",
                    "    1.40 idle: Key k 1.00, Secret s 0.40",
                    "    0.0173 per hour while tasks run: Service pulse 0.0173",
                    "    0.01 for usage: Secret s 0.01",
                    "    assumed usage (policy-pack/usage.json): demoHours 40, secretCalls 1000",
                    "The maximum is 14 USD (maxMonthlyUsd): remove resources, or raise it in the policy pack's settings.",
                ].join("\n"),
            ],
        });
    });
    it("lists all of six resources, equal prices by name", async () => {
        const zones = ["f", "e", "d", "c", "b", "a"].map((name) => ({ type: "aws:route53/zone:Zone", name, project }));
        const reported = await evaluateStackPolicy(maxStackCost, zones);
        assert.match(reported[""]?.[0] as string, /idle: Zone a 0\.50, Zone b 0\.50, .*Zone e 0\.50, Zone f 0\.50\n/);
    });
    it("lists the six most expensive resources and the number of the others", async () => {
        const zones = [..."abcdefgh"].map((name) => ({ type: "aws:route53/zone:Zone", name, project }));
        const reported = await evaluateStackPolicy(maxStackCost, [
            { type: "aws:kms/key:Key", name: "k", project },
            ...zones,
        ]);
        assert.match(
            reported[""]?.[0] as string,
            /\n {4}5\.00 idle: Key k 1\.00, Zone a 0\.50, .*Zone e 0\.50, and 3 more\n/,
        );
    });
    it("finds a service's task by the property's dependency", async () => {
        const small = { ...task, name: "small", props: { cpu: "256", memory: "512" } };
        const large = { ...task, name: "large", props: { cpu: "1024", memory: "2048" } };
        const runs = (its: PolicyInput) => ({ ...service, dependsOn: { taskDefinition: [its] } });
        // One vCPU 29.55, two GB 6.50, an address 3.65.
        for (const [its, usd] of [
            [small, "12.66"],
            [large, "39.70"],
        ] as const)
            assert.match(
                (await evaluateStackPolicy(maxStackCost, [small, large, runs(its)]))[""]?.[0] as string,
                new RegExp(`costs ${usd}`),
            );
    });
    it("treats properties that only the provider sets as left out", async () => {
        const computed = { streamGovernance: previewUnknown };
        const environment = {
            type: "confluentcloud:index/environment:Environment",
            props: { displayName: "e" },
            computed,
        };
        const disk = {
            rootBlockDevice: { volumeType: "gp3", volumeSize: previewUnknown },
            ebsBlockDevices: [{ volumeSize: 4 }],
        };
        const machine = { type: "aws:ec2/instance:Instance", props: { instanceType: "t4g.nano", ...disk }, project };
        const reported = await evaluateStackPolicy(maxStackCost, [{ ...environment, project }, machine]);
        // 3.07, an address 3.65, 0.80 for the 8 GB of a disk whose size nobody gave, 0.40 for the 4 GB of another.
        assert.match(reported[""]?.[0] as string, /^advisory: devmin-demo costs 7\.92 USD/);
        assert.deepEqual(Object.keys(reported), [""]);
    });
    it("treats values that depend on another resource as unknown, in whole or in part", async () => {
        const other = { type: "aws:ec2/vpc:Vpc", name: "other", project };
        const made = (rootBlockDevice: unknown) => ({
            ...{ type: "aws:ec2/instance:Instance", name: "machine", project },
            props: { instanceType: "t4g.nano", rootBlockDevice },
            dependsOn: { rootBlockDevice: [other] },
        });
        const because = (path: string) => [`its cost is unknown: ${path} ${unknownValueAdvice}.`];
        const whole = await evaluateStackPolicy(maxStackCost, [other, made(previewUnknown)]);
        assert.deepEqual(whole.machine, because("rootBlockDevice"));
        const inPart = await evaluateStackPolicy(maxStackCost, [other, made({ volumeSize: previewUnknown })]);
        assert.deepEqual(inPart.machine, because("volumeSize"));
    });
    it("counts the cost of a waived resource", async () => {
        const endpoint = { type: "aws:ec2/vpcEndpoint:VpcEndpoint", props: { vpcEndpointType: "Interface" }, project };
        assert.match(
            (await evaluateStackPolicy(maxStackCost, [endpoint]))[""]?.[0] as string,
            /devmin-demo costs 7\.30 USD/,
        );
    });
    it("denies an invalid usage file", async () => {
        const before = assumedUsage.problems;
        const fault = "unknown assumption demoHour in policy-pack/usage.json.";
        try {
            Object.assign(assumedUsage, { problems: [fault] });
            const reported = await evaluateStackPolicy(maxStackCost, stack);
            assert.equal(reported[""]?.[0], fault);
        } finally {
            Object.assign(assumedUsage, { problems: before });
        }
    });
    it("denies a stack with an unknown cost or an unknown price", async () => {
        const reported = await evaluateStackPolicy(maxStackCost, [
            { ...service, props: { desiredCount: previewUnknown } },
            task,
            { type: "aws:ebs/volume:Volume", name: "disk", props: { size: "large" } },
        ]);
        assert.match((reported.pulse ?? []).join(""), /^its cost is unknown: desiredCount is unknown in preview/);
        assert.deepEqual(reported.disk, ['its cost is unknown: size is "large", which is not a number from 0.']);
    });
});
