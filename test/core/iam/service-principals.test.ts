import assert from "node:assert/strict";
import { runSimulation } from "@cloud-copilot/iam-simulate";
import {
    buildServiceStatements,
    getSpendingTopicArn,
    listServiceGrants,
    type ServiceGrant,
} from "../../../core/iam/service-principals";
import { buildKeyPolicy } from "../../../core/key-policy";
import { buildArn, buildName, type NamingScope } from "../../../lib/names";

const scope: NamingScope = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };
const other = "999999999999";
const logs = buildArn(scope, "s3", buildName(scope, "trail"));
const resources: Record<ServiceGrant["grantedOn"], string> = {
    key: buildArn(scope, "kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab"),
    topic: getSpendingTopicArn(scope),
    bucket: logs,
};

/** Per service, the condition keys it sends for an account. */
const says: Record<string, (account: string) => Record<string, string>> = {
    "budgets.amazonaws.com": (account) => ({
        "aws:SourceAccount": account,
        "aws:SourceArn": `arn:aws:budgets::${account}:budget/b`,
    }),
    "cloudtrail.amazonaws.com": (account) => ({
        "aws:SourceArn": `arn:aws:cloudtrail:eu-central-1:${account}:trail/${buildName(scope, "trail")}`,
    }),
};
const ours = (service: string) => says[service]?.(scope.account) ?? {};
const others = (service: string) => says[service]?.(other) ?? {};

/** A call of a service, with additional condition keys. */
interface Call {
    action: string;
    resource?: string;
    with?: Record<string, string>;
}
const encryption = (account: string) => ({
    "kms:EncryptionContext:aws:cloudtrail:arn": `arn:aws:cloudtrail:us-west-2:${account}:trail/${buildName(scope, "trail")}`,
});
const full = { "s3:x-amz-acl": "bucket-owner-full-control" };

/** The calls of each grant: all that notifications and logs need. */
const needed: Record<string, Call[]> = {
    AllowBudgetsPublish: [{ action: "sns:Publish" }],
    AllowBudgetsEncrypt: [{ action: "kms:GenerateDataKey" }, { action: "kms:Decrypt" }],
    AllowCloudTrailAclCheck: [{ action: "s3:GetBucketAcl" }],
    AllowCloudTrailWrite: [
        { action: "s3:PutObject", resource: `${logs}/AWSLogs/${scope.account}/CloudTrail/x.json.gz`, with: full },
    ],
    AllowCloudTrailDescribeKey: [{ action: "kms:DescribeKey" }],
    AllowCloudTrailEncrypt: [{ action: "kms:GenerateDataKey", with: encryption(scope.account) }],
};

/** Evaluates a call of a service, which has no policy of its own. */
async function ask(to: ServiceGrant["grantedOn"], principal: string, call: Call, rows?: ServiceGrant[]) {
    const { action, resource = resources[to], with: context = {} } = call;
    const made = { Version: "2012-10-17", Statement: buildServiceStatements(scope, to, resources[to], rows) };
    const result = await runSimulation(
        replaceUnknownKeys({
            request: {
                principal,
                action,
                resource: { resource, accountId: scope.account },
                contextVariables: context,
            },
            identityPolicies: [],
            resourcePolicy: to === "key" && !rows ? buildKeyPolicy(scope) : made,
            serviceControlPolicies: [],
            resourceControlPolicies: [],
        }),
        {},
    );
    if (result.resultType === "error") throw new Error(JSON.stringify(result.errors));
    return result.overallResult;
}

/** Of condition keys with variable names the library supports only tags, so an unused key replaces the encryption context. */
const replaceUnknownKeys = <T>(simulation: T): T =>
    JSON.parse(JSON.stringify(simulation).replaceAll("kms:EncryptionContext:aws:cloudtrail:arn", "kms:RequestAlias"));

describe("the policies for AWS services", () => {
    for (const { Sid, service, grantedOn } of listServiceGrants(scope)) {
        for (const call of needed[Sid] ?? []) {
            const saying = (more: Record<string, string>, own = call.with) => ({ ...call, with: { ...more, ...own } });
            it(`allow ${service} ${call.action} for this account (${Sid})`, async () => {
                assert.equal(await ask(grantedOn, service, saying(ours(service))), "Allowed");
            });
            it(`do not allow ${service} ${call.action} for another account (${Sid})`, async () => {
                const { "aws:SourceArn": arn = "" } = others(service);
                for (const context of [others(service), { ...ours(service), "aws:SourceArn": arn }, {}])
                    assert.match(await ask(grantedOn, service, saying(context)), /Denied$/);
            });
            it(`do not allow ${service} ${call.action} without ${Sid}`, async () => {
                const rows = listServiceGrants(scope).filter((row) => row.Sid !== Sid);
                assert.match(await ask(grantedOn, service, saying(ours(service)), rows), /Denied$/);
            });
            it(`allow no other service ${call.action} (${Sid})`, async () => {
                assert.match(await ask(grantedOn, "events.amazonaws.com", saying(ours(service))), /Denied$/);
            });
        }
    }

    it("have a test for each statement", () => {
        assert.deepEqual(
            listServiceGrants(scope).map(({ Sid }) => Sid),
            Object.keys(needed),
        );
    });

    const elsewhere: [string, ServiceGrant["grantedOn"], Call][] = [
        [
            "logs of another account",
            "bucket",
            { action: "s3:PutObject", resource: `${logs}/AWSLogs/${other}/x`, with: full },
        ],
        [
            "logs that the bucket's owner cannot read",
            "bucket",
            { action: "s3:PutObject", resource: `${logs}/AWSLogs/${scope.account}/x` },
        ],
        [
            "logs of another account's trail, encrypted with the key",
            "key",
            { action: "kms:GenerateDataKey", with: encryption(other) },
        ],
    ];
    for (const [what, to, call] of elsewhere) {
        it(`do not allow CloudTrail to deliver ${what}`, async () => {
            const service = "cloudtrail.amazonaws.com";
            assert.match(await ask(to, service, { ...call, with: { ...ours(service), ...call.with } }), /Denied$/);
        });
    }
});
