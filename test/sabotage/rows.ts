import type { Sabotage } from "./sabotage";

/** What must never happen unseen, and who sees it. The lines that stand here may change: whoever changes one changes its row. */
export const sabotages: readonly Sabotage[] = [
    {
        title: "evidence is not locked",
        file: "core/index.ts",
        text: "        retentionDays: evidenceRetentionDays,\n",
        instead: "",
        guard: { test: "test/core/core.test.ts", red: ["core locks evidence, and nothing else"] },
    },
    {
        title: "evidence may be kept for no day",
        file: "core/config.ts",
        text: "evidenceRetentionDays: wholeNumber(1,",
        instead: "evidenceRetentionDays: wholeNumber(0,",
        guard: { test: "test/core/core.test.ts", red: ["core keeps evidence for a day at least"] },
    },
    {
        title: "versioning is suspended",
        file: "core/bucket.ts",
        text: 'status: "Enabled"',
        instead: 'status: "Suspended"',
        guard: { test: "test/core/core.test.ts", red: ["core versions every bucket"] },
    },
    {
        title: "core is not protected",
        file: "core/index.ts",
        text: ", protect: true };",
        instead: " };",
        guard: {
            test: "test/core/core.test.ts",
            red: ["core protects all of it, components too, so that a refused destroy has deleted nothing"],
        },
    },
    {
        title: "a lifecycle rule eats the current states",
        file: "core/index.ts",
        text: "noncurrentVersionExpiration: { noncurrentDays: stateHistoryDays }",
        instead: "expiration: { days: stateHistoryDays }",
        guard: { test: "test/core/core.test.ts", red: ["core lets artifacts expire, states and evidence not"] },
    },
    {
        title: "a bucket's policy may open it to the public",
        file: "core/bucket.ts",
        text: "restrictPublicBuckets: true",
        instead: "restrictPublicBuckets: false",
        guard: { test: "test/core/core.test.ts", red: ["core closes to the public every bucket"] },
    },
    {
        title: "buckets answer plain HTTP",
        file: "core/bucket-policy.ts",
        text: '{ Bool: { "aws:SecureTransport": "false" } }',
        instead: '{ Bool: { "aws:SecureTransport": "nothing" } }',
        guard: { test: "test/core/bucket-policy.test.ts", red: ["a bucket of core's refuses plain HTTP"] },
    },
    {
        title: "core's roles have no boundary",
        file: "core/roles.ts",
        text: "                    permissionsBoundary: boundary.arn,\n",
        instead: "",
        guard: {
            test: "test/core/core.test.ts",
            red: ["core makes roles for deployers, auditor and previews, each within the boundary"],
        },
    },
    {
        title: "Budgets cannot encrypt its alarm, and it does not arrive",
        file: "core/service-rights.ts",
        text: '        { Sid: "BudgetsEncryptsTheAlarm", ...budgets, to: "key", actions: ["kms:GenerateDataKey*", "kms:Decrypt"] },\n',
        instead: "",
        guard: {
            test: "test/core/service-rights.test.ts",
            red: ["what AWS services do by themselves has a call for every row"],
        },
    },
    {
        title: "a pull request opens kafka's secrets",
        file: "core/layer-secrets.ts",
        text: 'preview: ["core", "demo"]',
        instead: 'preview: ["core", "demo", "kafka"]',
        guard: { test: "test/core/roles.test.ts", red: ["the role preview cannot open Pulumi secrets of kafka"] },
    },
    {
        title: "any branch of the repository deploys",
        file: "core/trust.ts",
        text: "`ref:refs/heads/",
        instead: "`ref:refs/heads/*` || `",
        guard: {
            test: "test/core/core.test.ts",
            red: [
                "core with a GitHub repository trusts its branch with the deployers and the auditor, a pull request with the preview",
            ],
        },
    },
    {
        title: "a secret of one layer opens as another's",
        file: "ops/environment.ts",
        text: "&context_layer=",
        instead: "&nothing=",
        guard: {
            test: "test/ops/environment.test.ts",
            red: ["an environment says where its states and its key are, from core's configuration alone"],
        },
    },
    {
        title: "a deployer runs tasks with the budget spent",
        file: "core/over-budget.ts",
        text: ' "RunTask",',
        instead: "",
        guard: {
            test: "test/core/over-budget.test.ts",
            red: [
                "the deny of a budget that is spent denies all else that makes something, of what a rehearsal saw demo's deployer call",
                "the deny of a budget that is spent takes ecs:RunTask from demo's deployer, by its row NothingNewRuns alone",
            ],
        },
    },
    {
        title: "a role of devmin's makes keys for users",
        file: "lib/denies.ts",
        text: '"iam:*AccessKey", ',
        instead: "",
        guard: {
            test: "test/core/boundary.test.ts",
            red: [
                "within the boundary, whatever a role's own policy says, iam:CreateAccessKey is denied by NoUsersNoKeysNoNewWayIn, and by nothing else",
            ],
        },
    },
    {
        title: "credentials of another account are taken",
        file: "lib/providers.ts",
        text: "        allowedAccountIds: [account],\n",
        instead: "",
        guard: { test: "test/core/core.test.ts", red: ["core is pinned to its account and tags what it makes"] },
    },
    {
        title: "what is made bears no tag",
        file: "lib/providers.ts",
        text: "[requiredTags.owner]: owner, [requiredTags.layer]: layer, [requiredTags.stack]: stack",
        instead: "",
        guard: { test: "test/core/core.test.ts", red: ["core is pinned to its account and tags what it makes"] },
    },
    {
        title: "the door reads another layer's secret",
        file: "lib/door.ts",
        text: "JSON.stringify(value).includes(special)",
        instead: "false",
        guard: {
            test: "test/lib/door.test.ts",
            red: [
                "the door to another layer for who may not open its secrets refuses what is one, wherever in an output it is",
            ],
        },
    },
    {
        title: "a lease may be of any length",
        file: "lib/lease.ts",
        text: "left > 0 && left <= maxHours * hour",
        instead: "left > 0",
        guard: { test: "test/lib/lease.test.ts", red: ["a lease until 2026-11-25T00:00:01Z is refused at noon"] },
    },
    {
        title: "a schedule stops another service",
        file: "demo/lease.ts",
        text: "Service: service, DesiredCount: 0",
        instead: "Service: name, DesiredCount: 0",
        guard: {
            test: "test/demo/demo.test.ts",
            red: ["demo ends every service's lease at the time of its configuration, by a call that stops it"],
        },
    },
    {
        title: "a schedule goes off every hour, and has no end",
        file: "demo/lease.ts",
        text: "scheduleExpression: `at(",
        instead: "scheduleExpression: `rate(1 hour)` || `at(",
        guard: {
            test: "test/demo/demo.test.ts",
            red: ["demo ends every service's lease at the time of its configuration, by a call that stops it"],
        },
    },
    {
        title: "a service runs before its end is set",
        file: "demo/index.ts",
        text: "{ ...dies, dependsOn: [lease] }",
        instead: "dies",
        guard: {
            test: "test/demo/demo.test.ts",
            red: ["demo sets the end before anything of a service is made"],
        },
    },
    {
        title: "a task's roles have no boundary",
        file: "demo/task-roles.ts",
        text: "                    permissionsBoundary: boundaryArnOf(place),\n",
        instead: "",
        guard: {
            test: "test/demo/demo.test.ts",
            red: [
                "demo gives roles to AWS' services in this account alone, without a wildcard over what they may touch",
            ],
        },
    },
    {
        title: "a log is kept for ever",
        file: "demo/service.ts",
        text: ", retentionInDays: logDays",
        instead: "",
        guard: { test: "test/demo/demo.test.ts", red: ["demo keeps logs for the days of its configuration"] },
    },
    {
        title: "something of demo is protected",
        file: "demo/index.ts",
        text: "const dies = { providers: [provider] };",
        instead: "const dies = { providers: [provider], protect: true };",
        guard: {
            test: "test/demo/demo.test.ts",
            red: ["demo protects nothing and keeps nothing, so that it can always be destroyed"],
        },
    },
    {
        title: "a program that crashes is started again for ever",
        file: "demo/service.ts",
        text: "deploymentCircuitBreaker: { enable: true,",
        instead: "deploymentCircuitBreaker: { enable: false,",
        guard: {
            test: "test/demo/demo.test.ts",
            red: ["demo stops a service whose program does not stay up, and turns the update red"],
        },
    },
    {
        title: "what nobody can price counts as nothing, and nobody is told",
        file: "policy-pack/policies/stack-cost.ts",
        text: "if (unpriced && !unlisted) report(",
        instead: "if (unpriced === null) report(",
        guard: {
            test: "test/policy-pack/policies/stack-cost.test.ts",
            red: [
                "policy stack-cost takes for unknown what was made from another resource, whole or in part",
                "policy stack-cost denies a stack whose cost is unknown, and one with a price nobody can tell",
            ],
        },
    },
    {
        title: "all layers together may cost what they like",
        file: "lib/cost.ts",
        text: "if (total.fullMonth > ceiling) {",
        instead: "if (total.fullMonth > ceiling * 1_000) {",
        guard: {
            test: "test/lib/cost.test.ts",
            red: ["what all layers cost refuses what is above it, with what each layer costs"],
        },
    },
    {
        title: "a cluster spans zones, and costs by the hour",
        file: "kafka/cluster.ts",
        text: 'availability: "SINGLE_ZONE",',
        instead: 'availability: "MULTI_ZONE",',
        guard: {
            test: "test/kafka/kafka.test.ts",
            red: ["kafka makes one Basic, single-zone cluster of at most one eCKU"],
        },
    },
    {
        title: "a rotation takes the old key away first",
        file: "kafka/keys.ts",
        text: "    if (previous !== undefined) keyOf(previous);\n",
        instead: "",
        guard: {
            test: "test/kafka/kafka.test.ts",
            red: ["kafka with two keys of an account makes both, named by their generation"],
        },
    },
    {
        title: "a login is there before its rights, and after them",
        file: "kafka/application-access.ts",
        text: "{ parent: this, dependsOn: acls }",
        instead: "{ parent: this }",
        guard: {
            test: "test/kafka/kafka.test.ts",
            red: ["kafka has a login only while its rights are there"],
        },
    },
    {
        title: "the manager loses its right before what it made goes",
        file: "kafka/manager.ts",
        text: "{ parent: this, dependsOn: administrator },\n        );\n        this.registerOutputs",
        instead: "{ parent: this },\n        );\n        this.registerOutputs",
        guard: {
            test: "test/kafka/kafka.test.ts",
            red: ["kafka has the manager's provider only while its rights are there"],
        },
    },
    {
        title: "a topic shrinks, and its records are lost",
        file: "kafka/topics.ts",
        text: "before === undefined || partitions >= before.partitions",
        instead: "true",
        guard: {
            test: "test/kafka/kafka.test.ts",
            red: ["kafka refuses fewer partitions than a topic has, as that is another topic"],
        },
    },
    {
        title: "an unknown value passes for a good one",
        file: "policy-pack/fail-closed.ts",
        text: "const denies: OnUnknown = (report, clause) => report(",
        instead: "const denies: OnUnknown = (_report, clause) => void (",
        guard: {
            test: "test/policy-pack/fail-closed.test.ts",
            red: ["fail closed keeps what a resource policy said before it met the unknown"],
        },
    },
    {
        title: "a policy is not in the pack",
        file: "policy-pack/policies/index.ts",
        text: 'export { natGateways } from "./nat-gateways";\n',
        instead: "",
        guard: {
            test: "test/policy-pack/inventory.test.ts",
            red: [
                "the policy pack has exactly these guardrails",
                "the policy pack lists every guardrail there is a file of",
                "the policy pack nat-gateways is the name of the file, its one export and the policy; it is mandatory, has a family, and is tried",
            ],
        },
    },
    {
        title: "a verb's updates have no policy pack",
        file: "ops/pulumi.ts",
        text: '        PULUMI_OPTION_POLICY_PACK: join(env.root, "policy-pack"),\n',
        instead: "",
        guard: {
            test: "test/ops/pulumi.test.ts",
            red: ["a verb's Pulumi has the policy pack attached, whatever the shell says"],
        },
    },
    {
        title: "a preview that another pack judged is gone on with",
        file: "ops/events.ts",
        text: "nameOf(each) === pack).map(",
        instead: "nameOf(each)).map(",
        guard: {
            test: "test/ops/events.test.ts",
            red: [
                "the judgement of a preview is refused where the pack is of other files",
                "the judgement of a preview is refused where the pack has another name",
                "the judgement of a preview is refused where a resource is judged by another pack alone",
            ],
        },
    },
    {
        title: "a resource that the pack left out is gone on with",
        file: "ops/events.ts",
        text: "!judged.has(urn)",
        instead: "false",
        guard: {
            test: "test/ops/events.test.ts",
            red: [
                "the judgement of a preview is refused where a resource that comes is left out",
                "the judgement of a preview is refused where a resource that stays is left out",
                "the judgement of a preview is refused where a resource is judged by another pack alone",
                "the judgement of a preview is refused where a step is of a kind that nobody knows, and not judged",
            ],
        },
    },
    {
        title: "an update does more than was previewed",
        file: "ops/update.ts",
        text: ', "--plan", file]',
        instead: "]",
        guard: {
            test: "test/ops/update.test.ts",
            red: ["an update is what was previewed, and nothing else"],
        },
    },
    {
        title: "the file of the pack's settings makes a guardrail advice",
        file: "ops/pack-settings.ts",
        text: '|| level === "mandatory"',
        instead: "|| level",
        guard: {
            test: "test/ops/pack-settings.test.ts",
            red: [
                "the settings of the policy pack are refused where they make an advice of a guardrail",
                "the settings of the policy pack are refused where they make an advice of all",
                "the settings of the policy pack are refused where they make nothing of one",
            ],
        },
    },
    {
        title: "a deployer's shell has no policy pack",
        file: "cli/verbs/env.ts",
        text: '        PULUMI_OPTION_POLICY_PACK: join(root, "policy-pack"),\n',
        instead: "",
        guard: {
            test: "test/cli/env.test.ts",
            red: ["devmin env attaches the policy pack in the shell that evaluates it"],
        },
    },
    {
        title: "a mend drops a log group that was being made",
        file: "ops/mend.ts",
        text: '    "aws:cloudwatch/logGroup:LogGroup": ({ name }) => name,\n',
        instead: "",
        guard: {
            test: "test/ops/mend.test.ts",
            red: ["mend takes a LogGroup into the state under the id it must have"],
        },
    },
    {
        title: "of two writers of evidence the second wins",
        file: "ops/evidence.ts",
        text: '                    IfNoneMatch: "*",\n',
        instead: "",
        guard: {
            test: "test/ops/evidence.test.ts",
            red: [
                "the chain of evidence has a link for each of two writers at once, and the second one knows the first",
            ],
        },
    },
    {
        title: "the lock of an update that runs is removed",
        file: "ops/state.ts",
        text: "host === hostname() && !isAlive(pid)",
        instead: "host === hostname()",
        guard: { test: "test/ops/state.test.ts", red: ["a local state keeps the lock of a process that lives"] },
    },
    {
        title: "a check that could not ask holds",
        file: "ops/verify.ts",
        text: 'answer: "broken", because: [`it could not be checked',
        instead: 'answer: "holds", because: [`it could not be checked',
        guard: {
            test: "test/ops/verify.test.ts",
            red: ["the answer to a check is broken when the cloud could not be asked"],
        },
    },
    {
        title: "a stand-in on PATH reaches a real account",
        file: "sandbox/providers/provider.ts",
        text: 'if (!["127.0.0.1", "localhost", "[::1]"].includes(hostname)) {',
        instead: "if (!hostname) {",
        guard: {
            test: "test/sandbox/providers/provider.test.ts",
            red: ["a stand-in provider never speaks to anything but this machine"],
        },
    },
    {
        title: "a Ctrl-C reaches an update twice, and so ends it at once",
        file: "ops/pulumi.ts",
        text: "detached: true, //",
        instead: "//",
        guard: {
            test: "test/ops/pulumi.test.ts",
            red: ["a verb's Pulumi is in a process group of its own, which a terminal's Ctrl-C does not reach"],
        },
    },
    {
        title: "a Ctrl-C is not passed on to the update",
        file: "ops/pulumi.ts",
        text: 'child.kill("SIGINT");',
        instead: 'child.kill("SIGKILL");',
        guard: {
            test: "test/ops/pulumi.test.ts",
            red: [
                "a verb's Pulumi hears of a SIGHUP as of a Ctrl-C, once, and is waited for",
                "a verb's Pulumi hears of a SIGTERM as of a Ctrl-C, once, and is waited for",
                "a verb's Pulumi hears of a second signal as well, and is to be recovered",
                "a verb's Pulumi is not to be recovered where bootstrap does that",
            ],
        },
    },
    {
        title: "what a killed bootstrap made is forgotten",
        file: "ops/bootstrap.ts",
        text: 'if (stateInFolder(folder, "core", env.stack)?.pending) {',
        instead: "if (!existsSync(folder)) {",
        guard: {
            step: "a bootstrap is killed while AWS makes what it asked for; the next one goes on with that",
            says: "EntityAlreadyExists",
        },
    },
    {
        title: "a component brings a load balancer along",
        file: "demo/network.ts",
        text: "this.vpcId = vpc.id;",
        instead:
            'this.vpcId = vpc.id; new aws.lb.LoadBalancer(name, { loadBalancerType: "application", subnets: subnets.map(({ subnet }) => subnet.id) }, parent);',
        guard: { step: "demo comes up", says: "a load balancer costs" },
    },
    {
        title: "the local cloud's shell has no policy pack",
        file: "sandbox/env.ts",
        text: '        PULUMI_OPTION_POLICY_PACK: join(clone, "policy-pack"),\n',
        instead: "",
        guard: {
            step: "cost footguns are refused in preview",
            after: "demo comes up",
            says: " refuses ",
        },
    },
    {
        title: "an application may write to every topic",
        file: "kafka/application-access.ts",
        text: '...produces.map((name) => topic(name, "WRITE")),',
        instead: 'topic("*", "WRITE"),',
        guard: { step: "pulse runs as a task; its result becomes evidence", says: "Unknown topic not.its.own" },
    },
    {
        title: "evidence is written over what is there",
        file: "ops/evidence.ts",
        text: 'Key: keyOf(number),\n                    Body,\n                    IfNoneMatch: "*",',
        instead: "Key: keyOf(1), Body,",
        guard: { step: "readiness is proven and becomes evidence", says: "The specified key does not exist" },
    },
    {
        title: "an update prints a key's secret",
        file: "kafka/application-access.ts",
        text: "this.secretArn = version.arn;",
        instead: "this.secretArn = version.arn; pulumi.unsecret(key.secret).apply((secret) => console.log(secret));",
        guard: { step: "no Kafka secret lies about", after: "kafka comes up", says: "commands.log: raw of " },
    },
    {
        title: "demo is destroyed, and is still there",
        file: "sandbox/providers/provider.ts",
        text: "await type.delete(await this.reach(subject, state), id, state);",
        instead: "await this.reach(subject, state);",
        guard: { step: "demo goes, and leaves nothing but evidence", after: "demo comes up", says: "log_groups" },
    },
    {
        title: "a service account stays when its application goes",
        file: "kafka/account.ts",
        text: "{ parent, hooks: { onError: [taken] } }",
        instead: "{ parent, retainOnDelete: true, hooks: { onError: [taken] } }",
        guard: {
            step: "an application comes, finds its names taken, and goes",
            after: "kafka comes up",
            says: "+ confluent/serviceAccounts/",
        },
    },
    {
        title: "a stand-in reads its own old state",
        file: "sandbox/providers/provider.ts",
        text: "const told = await this.told(subject, type, id, oldState);",
        instead: "const told = oldState;",
        guard: {
            step: "the lease ends, the services stop; a new one brings them back",
            after: "demo comes up",
            says: "'RUNNING'",
        },
    },
    {
        title: "a recovery ignores the lock of an update that runs",
        file: "ops/locks.ts",
        text: "        if (!isGone(holder)) throw new Error(refusalFor(project, holder));\n",
        instead: "",
        guard: {
            step: "two updates at once: the second is refused; of eight no two run",
            after: "demo comes up",
            says: "./devmin recover demo was not refused",
        },
    },
    {
        title: "the local cloud lets everybody do everything",
        file: "sandbox/aws/index.ts",
        text: 'AUTH: "true"',
        instead: 'AUTH: "false"',
        guard: {
            step: "everybody did it with their own rights, and demo's deployer has no more",
            after: "readiness is proven and becomes evidence",
            says: ": done",
        },
    },
];
