import type { Sabotage } from "./sabotage";

/** What must never happen unseen, and who sees it. The lines that stand here may change: whoever changes one changes its row. */
export const sabotages: readonly Sabotage[] = [
    {
        title: "evidence is not locked",
        file: "core/index.ts",
        original: "        retentionDays: evidenceRetentionDays,\n",
        replacement: "",
        guard: { test: "test/core/core.test.ts", failingTests: ["core locks evidence, and nothing else"] },
    },
    {
        title: "evidence may be kept for no day",
        file: "core/config.ts",
        original: "evidenceRetentionDays: defineWholeNumber(1,",
        replacement: "evidenceRetentionDays: defineWholeNumber(0,",
        guard: { test: "test/core/core.test.ts", failingTests: ["core keeps evidence for a day at least"] },
    },
    {
        title: "versioning is suspended",
        file: "core/bucket.ts",
        original: 'status: "Enabled"',
        replacement: 'status: "Suspended"',
        guard: { test: "test/core/core.test.ts", failingTests: ["core versions every bucket"] },
    },
    {
        title: "core is not protected",
        file: "core/index.ts",
        original: ", protect: true };",
        replacement: " };",
        guard: {
            test: "test/core/core.test.ts",
            failingTests: ["core protects all of it, components too, so that a refused destroy has deleted nothing"],
        },
    },
    {
        title: "a lifecycle rule eats the current states",
        file: "core/index.ts",
        original: "noncurrentVersionExpiration: { noncurrentDays: stateHistoryDays }",
        replacement: "expiration: { days: stateHistoryDays }",
        guard: {
            test: "test/core/core.test.ts",
            failingTests: ["core lets artifacts expire, states and evidence not"],
        },
    },
    {
        title: "a bucket's policy may open it to the public",
        file: "core/bucket.ts",
        original: "restrictPublicBuckets: true",
        replacement: "restrictPublicBuckets: false",
        guard: { test: "test/core/core.test.ts", failingTests: ["core closes to the public every bucket"] },
    },
    {
        title: "buckets answer plain HTTP",
        file: "core/bucket-policy.ts",
        original: 'Bool: { "aws:SecureTransport": "false" }',
        replacement: 'Bool: { "aws:SecureTransport": "nothing" }',
        guard: { test: "test/core/bucket-policy.test.ts", failingTests: ["a bucket of core's refuses plain HTTP"] },
    },
    {
        title: "core's roles have no boundary",
        file: "core/iam/roles.ts",
        original: "                    permissionsBoundary: boundary.arn,\n",
        replacement: "",
        guard: {
            test: "test/core/core.test.ts",
            failingTests: ["core makes roles for deployers, auditor and previews, each within the boundary"],
        },
    },
    {
        title: "Budgets cannot encrypt its alarm, and it does not arrive",
        file: "core/iam/service-principals.ts",
        original:
            '        { Sid: "AllowBudgetsEncrypt", ...budgets, grantedOn: "key", actions: ["kms:GenerateDataKey*", "kms:Decrypt"] },\n',
        replacement: "",
        guard: {
            test: "test/core/iam/service-principals.test.ts",
            failingTests: ["what AWS services do by themselves has a call for every row"],
        },
    },
    {
        title: "a pull request opens kafka's secrets",
        file: "core/iam/layer-secrets.ts",
        original: 'preview: ["core", "demo"]',
        replacement: 'preview: ["core", "demo", "kafka"]',
        guard: {
            test: "test/core/iam/roles.test.ts",
            failingTests: ["the role preview cannot open Pulumi secrets of kafka"],
        },
    },
    {
        title: "any branch of the repository deploys",
        file: "core/iam/trust-policy.ts",
        original: "`ref:refs/heads/",
        replacement: "`ref:refs/heads/*` || `",
        guard: {
            test: "test/core/core.test.ts",
            failingTests: [
                "core with a GitHub repository trusts its branch with the deployers and the auditor, a pull request with the preview",
            ],
        },
    },
    {
        title: "a secret of one layer opens as another's",
        file: "ops/environment.ts",
        original: "&context_layer=",
        replacement: "&nothing=",
        guard: {
            test: "test/ops/environment.test.ts",
            failingTests: ["an environment says where its states and its key are, from core's configuration alone"],
        },
    },
    {
        title: "a deployer runs tasks with the budget spent",
        file: "core/iam/budget-deny.ts",
        original: ' "RunTask",',
        replacement: "",
        guard: {
            test: "test/core/iam/budget-deny.test.ts",
            failingTests: [
                "the deny of a budget that is spent denies all else that makes something, of what a rehearsal saw demo's deployer call",
                "the deny of a budget that is spent takes ecs:RunTask from demo's deployer, by its row DenyNewTasks alone",
            ],
        },
    },
    {
        title: "a role of devmin's makes keys for users",
        file: "lib/denies.ts",
        original: '"iam:*AccessKey", ',
        replacement: "",
        guard: {
            test: "test/core/iam/boundary.test.ts",
            failingTests: [
                "within the boundary, whatever a role's own policy says, iam:CreateAccessKey is denied by DenyLongLivedIdentities, and by nothing else",
            ],
        },
    },
    {
        title: "credentials of another account are taken",
        file: "lib/aws-provider.ts",
        original: "        allowedAccountIds: [account],\n",
        replacement: "",
        guard: {
            test: "test/core/core.test.ts",
            failingTests: ["core is pinned to its account and tags what it makes"],
        },
    },
    {
        title: "what is made bears no tag",
        file: "lib/aws-provider.ts",
        original: "[requiredTagKeys.owner]: owner, [requiredTagKeys.layer]: layer, [requiredTagKeys.stack]: stack",
        replacement: "",
        guard: {
            test: "test/core/core.test.ts",
            failingTests: ["core is pinned to its account and tags what it makes"],
        },
    },
    {
        title: "the door reads another layer's secret",
        file: "lib/stack-outputs.ts",
        original: "JSON.stringify(value).includes(signatureKey)",
        replacement: "false",
        guard: {
            test: "test/lib/stack-outputs.test.ts",
            failingTests: [
                "the door to another layer for who may not open its secrets refuses what is one, wherever in an output it is",
            ],
        },
    },
    {
        title: "a lease may be of any length",
        file: "lib/lease.ts",
        original: "remainingMs > 0 && remainingMs <= maxHours * hourMs",
        replacement: "remainingMs > 0",
        guard: {
            test: "test/lib/lease.test.ts",
            failingTests: ["a lease until 2026-11-25T00:00:01Z is refused at noon"],
        },
    },
    {
        title: "a schedule stops another service",
        file: "demo/lease.ts",
        original: "Service: service, DesiredCount: 0",
        replacement: "Service: name, DesiredCount: 0",
        guard: {
            test: "test/demo/demo.test.ts",
            failingTests: ["demo ends every service's lease at the time of its configuration, by a call that stops it"],
        },
    },
    {
        title: "a schedule goes off every hour, and has no end",
        file: "demo/lease.ts",
        original: "scheduleExpression: `at(",
        replacement: "scheduleExpression: `rate(1 hour)` || `at(",
        guard: {
            test: "test/demo/demo.test.ts",
            failingTests: ["demo ends every service's lease at the time of its configuration, by a call that stops it"],
        },
    },
    {
        title: "a service runs before its end is set",
        file: "demo/index.ts",
        original: "{ ...ephemeralOptions, dependsOn: [lease] }",
        replacement: "ephemeralOptions",
        guard: {
            test: "test/demo/demo.test.ts",
            failingTests: ["demo sets the end before anything of a service is made"],
        },
    },
    {
        title: "a task's roles have no boundary",
        file: "demo/task-roles.ts",
        original: "                    permissionsBoundary: getBoundaryArn(scope),\n",
        replacement: "",
        guard: {
            test: "test/demo/demo.test.ts",
            failingTests: [
                "demo gives roles to AWS' services in this account alone, without a wildcard over what they may touch",
            ],
        },
    },
    {
        title: "a log is kept for ever",
        file: "demo/fargate-service.ts",
        original: ", retentionInDays: logDays",
        replacement: "",
        guard: { test: "test/demo/demo.test.ts", failingTests: ["demo keeps logs for the days of its configuration"] },
    },
    {
        title: "something of demo is protected",
        file: "demo/index.ts",
        original: "const ephemeralOptions = { providers: [provider] };",
        replacement: "const ephemeralOptions = { providers: [provider], protect: true };",
        guard: {
            test: "test/demo/demo.test.ts",
            failingTests: ["demo protects nothing and keeps nothing, so that it can always be destroyed"],
        },
    },
    {
        title: "a program that crashes is started again for ever",
        file: "demo/fargate-service.ts",
        original: "deploymentCircuitBreaker: { enable: true,",
        replacement: "deploymentCircuitBreaker: { enable: false,",
        guard: {
            test: "test/demo/demo.test.ts",
            failingTests: ["demo stops a service whose program does not stay up, and turns the update red"],
        },
    },
    {
        title: "what nobody can price counts as nothing, and nobody is told",
        file: "policy-pack/rules/cost/max-stack-cost.ts",
        original: "if (unpriced && !unlisted) report(",
        replacement: "if (unpriced === null) report(",
        guard: {
            test: "test/policy-pack/rules/cost/max-stack-cost.test.ts",
            failingTests: [
                "policy max-stack-cost treats values that depend on another resource as unknown, in whole or in part",
                "policy max-stack-cost denies a stack with an unknown cost or an unknown price",
            ],
        },
    },
    {
        title: "all layers together may cost what they like",
        file: "lib/cost.ts",
        original: "if (total.fullMonth > ceiling) {",
        replacement: "if (total.fullMonth > ceiling * 1_000) {",
        guard: {
            test: "test/lib/cost.test.ts",
            failingTests: ["what all layers cost refuses what is above it, with what each layer costs"],
        },
    },
    {
        title: "a cluster spans zones, and costs by the hour",
        file: "kafka/cluster.ts",
        original: 'availability: "SINGLE_ZONE",',
        replacement: 'availability: "MULTI_ZONE",',
        guard: {
            test: "test/kafka/kafka.test.ts",
            failingTests: ["kafka makes one Basic, single-zone cluster of at most one eCKU"],
        },
    },
    {
        title: "a rotation takes the old key away first",
        file: "kafka/api-keys.ts",
        original: "    if (previous !== undefined) createApiKey(previous);\n",
        replacement: "",
        guard: {
            test: "test/kafka/kafka.test.ts",
            failingTests: ["kafka with two keys of an account makes both, named by their generation"],
        },
    },
    {
        title: "a login is there before its rights, and after them",
        file: "kafka/application-access.ts",
        original: "{ parent: this, dependsOn: acls }",
        replacement: "{ parent: this }",
        guard: {
            test: "test/kafka/kafka.test.ts",
            failingTests: ["kafka has a login only while its rights are there"],
        },
    },
    {
        title: "the manager loses its right before what it made goes",
        file: "kafka/manager.ts",
        original: "{ parent: this, dependsOn: adminRoleBinding },\n        );\n        this.registerOutputs",
        replacement: "{ parent: this },\n        );\n        this.registerOutputs",
        guard: {
            test: "test/kafka/kafka.test.ts",
            failingTests: ["kafka has the manager's provider only while its rights are there"],
        },
    },
    {
        title: "a topic shrinks, and its records are lost",
        file: "kafka/topics.ts",
        original: "previous === undefined || partitions >= previous.partitions",
        replacement: "true",
        guard: {
            test: "test/kafka/kafka.test.ts",
            failingTests: ["kafka refuses fewer partitions than a topic has, as that is another topic"],
        },
    },
    {
        title: "an unknown value passes for a good one",
        file: "policy-pack/runtime/catch-unknown.ts",
        original: "const denyUnknown: UnknownHandler = (report, clause) => report(",
        replacement: "const denyUnknown: UnknownHandler = (_report, clause) => void (",
        guard: {
            test: "test/policy-pack/runtime/catch-unknown.test.ts",
            failingTests: ["unknown values keep the violations reported before"],
        },
    },
    {
        title: "a policy is not in the pack",
        file: "policy-pack/rules/index.ts",
        original: 'export { noNatGateways } from "./cost/no-nat-gateways";\n',
        replacement: "",
        guard: {
            test: "test/policy-pack/inventory.test.ts",
            failingTests: [
                "the policy pack has exactly these policies",
                "the policy pack exports every policy file",
                "the policy pack no-nat-gateways is the name of its file, only export and policy, is mandatory, in its family's folder, and tested",
            ],
        },
    },
    {
        title: "a verb's updates have no policy pack",
        file: "ops/pulumi/cli.ts",
        original: '        PULUMI_OPTION_POLICY_PACK: join(env.root, "policy-pack"),\n',
        replacement: "",
        guard: {
            test: "test/ops/pulumi/cli.test.ts",
            failingTests: ["a verb's Pulumi has the policy pack attached, whatever the shell says"],
        },
    },
    {
        title: "a preview that another pack judged is gone on with",
        file: "ops/pulumi/engine-events.ts",
        original: "formatPackName(each) === pack).map(",
        replacement: "formatPackName(each)).map(",
        guard: {
            test: "test/ops/pulumi/engine-events.test.ts",
            failingTests: [
                "the judgement of a preview is refused where the pack is of other files",
                "the judgement of a preview is refused where the pack has another name",
                "the judgement of a preview is refused where a resource is judged by another pack alone",
            ],
        },
    },
    {
        title: "a resource that the pack left out is gone on with",
        file: "ops/pulumi/engine-events.ts",
        original: "!evaluatedUrns.has(urn)",
        replacement: "false",
        guard: {
            test: "test/ops/pulumi/engine-events.test.ts",
            failingTests: [
                "the judgement of a preview is refused where a resource that comes is left out",
                "the judgement of a preview is refused where a resource that stays is left out",
                "the judgement of a preview is refused where a resource is judged by another pack alone",
                "the judgement of a preview is refused where a step is of a kind that nobody knows, and not judged",
            ],
        },
    },
    {
        title: "an update does more than was previewed",
        file: "ops/pulumi/deploy-layer.ts",
        original: ', "--plan", file]',
        replacement: "]",
        guard: {
            test: "test/ops/pulumi/deploy-layer.test.ts",
            failingTests: ["an update is what was previewed, and nothing else"],
        },
    },
    {
        title: "the file of the pack's settings makes a guardrail advice",
        file: "ops/pulumi/policy-pack-config.ts",
        original: '|| level === "mandatory"',
        replacement: "|| level",
        guard: {
            test: "test/ops/pulumi/policy-pack-config.test.ts",
            failingTests: [
                "the settings of the policy pack are refused where they make an advice of a guardrail",
                "the settings of the policy pack are refused where they make an advice of all",
                "the settings of the policy pack are refused where they make nothing of one",
                "the settings of the policy pack are refused where they make advice of a guardrail under its old name",
            ],
        },
    },
    {
        title: "a deployer's shell has no policy pack",
        file: "cli/commands/env.ts",
        original: '        PULUMI_OPTION_POLICY_PACK: join(root, "policy-pack"),\n',
        replacement: "",
        guard: {
            test: "test/cli/env.test.ts",
            failingTests: ["devmin env attaches the policy pack in the shell that evaluates it"],
        },
    },
    {
        title: "a mend drops a log group that was being made",
        file: "ops/recovery/pending-creates.ts",
        original: '    "aws:cloudwatch/logGroup:LogGroup": ({ name }) => name,\n',
        replacement: "",
        guard: {
            test: "test/ops/recovery/pending-creates.test.ts",
            failingTests: ["mend takes a LogGroup into the state under the id it must have"],
        },
    },
    {
        title: "of two writers of evidence the second wins",
        file: "ops/audit/log.ts",
        original: '                    IfNoneMatch: "*",\n',
        replacement: "",
        guard: {
            test: "test/ops/audit/log.test.ts",
            failingTests: [
                "the chain of evidence has a link for each of two writers at once, and the second one knows the first",
            ],
        },
    },
    {
        title: "the lock of an update that runs is removed",
        file: "ops/pulumi/state.ts",
        original: "host === hostname() && !isProcessAlive(pid)",
        replacement: "host === hostname()",
        guard: {
            test: "test/ops/pulumi/state.test.ts",
            failingTests: ["a local state keeps the lock of a process that lives"],
        },
    },
    {
        title: "a check that could not ask holds",
        file: "ops/verify.ts",
        original: 'answer: "broken", because: [`it could not be checked',
        replacement: 'answer: "holds", because: [`it could not be checked',
        guard: {
            test: "test/ops/verify.test.ts",
            failingTests: ["the answer to a check is broken when the cloud could not be asked"],
        },
    },
    {
        title: "a stand-in on PATH reaches a real account",
        file: "local-cloud/providers/provider.ts",
        original: 'if (!["127.0.0.1", "localhost", "[::1]"].includes(hostname)) {',
        replacement: "if (!hostname) {",
        guard: {
            test: "test/local-cloud/providers/provider.test.ts",
            failingTests: ["a stand-in provider never speaks to anything but this machine"],
        },
    },
    {
        title: "a Ctrl-C reaches an update twice, and so ends it at once",
        file: "ops/pulumi/cli.ts",
        original: "detached: true, //",
        replacement: "//",
        guard: {
            test: "test/ops/pulumi/cli.test.ts",
            failingTests: [
                "a verb's Pulumi is in a process group of its own, which a terminal's Ctrl-C does not reach",
            ],
        },
    },
    {
        title: "a Ctrl-C is not passed on to the update",
        file: "ops/pulumi/cli.ts",
        original: 'child.kill("SIGINT");',
        replacement: 'child.kill("SIGKILL");',
        guard: {
            test: "test/ops/pulumi/cli.test.ts",
            failingTests: [
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
        original: 'if (readLocalStateSummary(folder, "core", env.stack)?.pendingOperations) {',
        replacement: "if (!existsSync(folder)) {",
        guard: {
            step: "a bootstrap is killed while AWS makes what it asked for; the next one goes on with that",
            message: "EntityAlreadyExists",
        },
    },
    {
        title: "a component brings a load balancer along",
        file: "demo/network.ts",
        original: "this.vpcId = vpc.id;",
        replacement:
            'this.vpcId = vpc.id; new aws.lb.LoadBalancer(name, { loadBalancerType: "application", subnets: subnets.map(({ subnet }) => subnet.id) }, parent);',
        guard: { step: "demo comes up", message: "a load balancer is not allowed: it costs" },
    },
    {
        title: "the local cloud's shell has no policy pack",
        file: "local-cloud/env-file.ts",
        original: '        PULUMI_OPTION_POLICY_PACK: join(clone, "policy-pack"),\n',
        replacement: "",
        guard: {
            step: "cost footguns are refused in preview",
            after: "demo comes up",
            message: " refuses ",
        },
    },
    {
        title: "an application may write to every topic",
        file: "kafka/application-access.ts",
        original: '...produces.map((name) => buildTopicAcl(name, "WRITE")),',
        replacement: 'buildTopicAcl("*", "WRITE"),',
        guard: { step: "pulse runs as a task; its result becomes evidence", message: "Unknown topic not.its.own" },
    },
    {
        title: "evidence is written over what is there",
        file: "ops/audit/log.ts",
        original: 'Key: buildEntryKey(number),\n                    Body,\n                    IfNoneMatch: "*",',
        replacement: "Key: buildEntryKey(1), Body,",
        guard: { step: "readiness is proven and becomes evidence", message: "The specified key does not exist" },
    },
    {
        title: "an update prints a key's secret",
        file: "kafka/application-access.ts",
        original: "this.secretArn = version.arn;",
        replacement:
            "this.secretArn = version.arn; pulumi.unsecret(key.secret).apply((secret) => console.log(secret));",
        guard: { step: "no Kafka secret lies about", after: "kafka comes up", message: "commands.log: raw of " },
    },
    {
        title: "demo is destroyed, and is still there",
        file: "local-cloud/providers/provider.ts",
        original: "await type.delete(await this.getScopedCloud(subject, state), id, state);",
        replacement: "await this.getScopedCloud(subject, state);",
        guard: { step: "demo goes, and leaves nothing but evidence", after: "demo comes up", message: "log_groups" },
    },
    {
        title: "a service account stays when its application goes",
        file: "kafka/service-account.ts",
        original: "{ parent, hooks: { onError: [conflictHook] } }",
        replacement: "{ parent, retainOnDelete: true, hooks: { onError: [conflictHook] } }",
        guard: {
            step: "an application comes, finds its names taken, and goes",
            after: "kafka comes up",
            message: "+ confluent/serviceAccounts/",
        },
    },
    {
        title: "a stand-in reads its own old state",
        file: "local-cloud/providers/provider.ts",
        original: "const cloudState = await this.readState(subject, type, id, oldState);",
        replacement: "const cloudState = oldState;",
        guard: {
            step: "the lease ends, the services stop; a new one brings them back",
            after: "demo comes up",
            message: "'RUNNING'",
        },
    },
    {
        title: "a recovery ignores the lock of an update that runs",
        file: "ops/pulumi/locks.ts",
        original: "        if (!isHolderGone(holder)) throw new Error(formatLockMessage(project, holder));\n",
        replacement: "",
        guard: {
            step: "two updates at once: the second is refused; of eight no two run",
            after: "demo comes up",
            message: "./devmin recover demo was not refused",
        },
    },
    {
        title: "the local cloud lets everybody do everything",
        file: "local-cloud/aws/index.ts",
        original: 'AUTH: "true"',
        replacement: 'AUTH: "false"',
        guard: {
            step: "everybody did it with their own rights, and demo's deployer has no more",
            after: "readiness is proven and becomes evidence",
            message: ": done",
        },
    },
];
