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

const place: NamingScope = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };
const other = "999999999999";
const logs = buildArn(place, "s3", buildName(place, "trail"));
const resources: Record<ServiceGrant["grantedOn"], string> = {
    key: buildArn(place, "kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab"),
    topic: getSpendingTopicArn(place),
    bucket: logs,
};

/** What each service says of the account for which it comes. */
const says: Record<string, (account: string) => Record<string, string>> = {
    "budgets.amazonaws.com": (account) => ({
        "aws:SourceAccount": account,
        "aws:SourceArn": `arn:aws:budgets::${account}:budget/b`,
    }),
    "cloudtrail.amazonaws.com": (account) => ({
        "aws:SourceArn": `arn:aws:cloudtrail:eu-central-1:${account}:trail/${buildName(place, "trail")}`,
    }),
};
const ours = (service: string) => says[service]?.(place.account) ?? {};
const others = (service: string) => says[service]?.(other) ?? {};

/** A call of a service, and what it says besides. */
interface Call {
    action: string;
    resource?: string;
    with?: Record<string, string>;
}
const encryption = (account: string) => ({
    "kms:EncryptionContext:aws:cloudtrail:arn": `arn:aws:cloudtrail:us-west-2:${account}:trail/${buildName(place, "trail")}`,
});
const full = { "s3:x-amz-acl": "bucket-owner-full-control" };

/** The calls of each row: all that an alarm and a log need. */
const needed: Record<string, Call[]> = {
    AllowBudgetsPublish: [{ action: "sns:Publish" }],
    AllowBudgetsEncrypt: [{ action: "kms:GenerateDataKey" }, { action: "kms:Decrypt" }],
    AllowCloudTrailAclCheck: [{ action: "s3:GetBucketAcl" }],
    AllowCloudTrailWrite: [
        { action: "s3:PutObject", resource: `${logs}/AWSLogs/${place.account}/CloudTrail/x.json.gz`, with: full },
    ],
    AllowCloudTrailDescribeKey: [{ action: "kms:DescribeKey" }],
    AllowCloudTrailEncrypt: [{ action: "kms:GenerateDataKey", with: encryption(place.account) }],
};

/** How the policies answer a service, which has none of its own. */
async function ask(to: ServiceGrant["grantedOn"], principal: string, call: Call, rows?: ServiceGrant[]) {
    const { action, resource = resources[to], with: context = {} } = call;
    const made = { Version: "2012-10-17", Statement: buildServiceStatements(place, to, resources[to], rows) };
    const result = await runSimulation(
        known({
            request: {
                principal,
                action,
                resource: { resource, accountId: place.account },
                contextVariables: context,
            },
            identityPolicies: [],
            resourcePolicy: to === "key" && !rows ? buildKeyPolicy(place) : made,
            serviceControlPolicies: [],
            resourceControlPolicies: [],
        }),
        {},
    );
    if (result.resultType === "error") throw new Error(JSON.stringify(result.errors));
    return result.overallResult;
}

/** Of the keys whose names are open the library knows tags alone, so one that no policy of ours uses stands in. */
const known = <T>(simulation: T): T =>
    JSON.parse(JSON.stringify(simulation).replaceAll("kms:EncryptionContext:aws:cloudtrail:arn", "kms:RequestAlias"));

describe("what AWS services do by themselves", () => {
    for (const { Sid, service, grantedOn } of listServiceGrants(place)) {
        for (const call of needed[Sid] ?? []) {
            const saying = (more: Record<string, string>, own = call.with) => ({ ...call, with: { ...more, ...own } });
            it(`${service} may ${call.action} for something of this account (${Sid})`, async () => {
                assert.equal(await ask(grantedOn, service, saying(ours(service))), "Allowed");
            });
            it(`${service} may not ${call.action} because another account asked it to (${Sid})`, async () => {
                const { "aws:SourceArn": arn = "" } = others(service);
                for (const context of [others(service), { ...ours(service), "aws:SourceArn": arn }, {}])
                    assert.match(await ask(grantedOn, service, saying(context)), /Denied$/);
            });
            it(`nobody may ${call.action} without the row ${Sid}`, async () => {
                const rows = listServiceGrants(place).filter((row) => row.Sid !== Sid);
                assert.match(await ask(grantedOn, service, saying(ours(service)), rows), /Denied$/);
            });
            it(`no other service may ${call.action} (${Sid})`, async () => {
                assert.match(await ask(grantedOn, "events.amazonaws.com", saying(ours(service))), /Denied$/);
            });
        }
    }

    it("has a call for every row", () => {
        assert.deepEqual(
            listServiceGrants(place).map(({ Sid }) => Sid),
            Object.keys(needed),
        );
    });

    const elsewhere: [string, ServiceGrant["grantedOn"], Call][] = [
        [
            "no log of another account",
            "bucket",
            { action: "s3:PutObject", resource: `${logs}/AWSLogs/${other}/x`, with: full },
        ],
        [
            "no log that the bucket's owner could not read",
            "bucket",
            { action: "s3:PutObject", resource: `${logs}/AWSLogs/${place.account}/x` },
        ],
        [
            "under the key no log of another account's trail",
            "key",
            { action: "kms:GenerateDataKey", with: encryption(other) },
        ],
    ];
    for (const [what, to, call] of elsewhere) {
        it(`CloudTrail delivers ${what}`, async () => {
            const service = "cloudtrail.amazonaws.com";
            assert.match(await ask(to, service, { ...call, with: { ...ours(service), ...call.with } }), /Denied$/);
        });
    }
});
