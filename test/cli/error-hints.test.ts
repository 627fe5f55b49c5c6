import assert from "node:assert/strict";
import { formatErrorHint } from "../../cli/error-hints";
import { PulumiCommandError } from "../../ops/pulumi/cli";

describe("a call that AWS denies", () => {
    const refused = "User: it is not authorized to perform: ecs:RunTask";

    it("gets the hint to look at the budget when a policy of the role denies it explicitly", () => {
        assert.match(
            formatErrorHint(new Error(`${refused} with an explicit deny in an identity-based policy`)),
            /^\nIf the month's budget is spent, .*\.\/devmin budget release ends it\.$/,
        );
    });

    it("gets its hint wherever it is in the output of Pulumi", () => {
        const output = `${refused} with an explicit deny in an identity-based policy\n${"Outputs\n".repeat(30)}`;
        assert.notEqual(formatErrorHint(new PulumiCommandError("pulumi up", 1, output)), "");
    });

    it("gets the hint to ask an administrator when no policy allows it", () => {
        for (const message of [
            `${refused} because no identity-based policy allows the ecs:RunTask action`,
            "blob (code=Unknown): AccessDenied: Access Denied",
        ])
            assert.match(formatErrorHint(new Error(message)), /^\nThese credentials may not do that\. .*administrator/);
    });
});

describe("credentials that expire during an update", () => {
    it("get the hint to log in, as the engine reports them and as a provider does", () => {
        for (const said of [
            "ExpiredToken: The provided token has expired.",
            "operation error S3: PutObject, api error ExpiredTokenException: The security token included in the request is expired",
        ]) {
            assert.match(
                formatErrorHint(new Error(said)),
                /^\nYour credentials expired: log in and run the same command again\./,
            );
        }
    });
});

describe("a quota of Confluent Cloud", () => {
    it("gets the hint that it is no bill, as the official provider reports it and as the offline one does", () => {
        for (const said of [
            "error creating Environment: 402 Payment Required: Your organization is currently limited to 25 environments",
            "POST /org/v2/environments answered 402: Your organization is currently limited to 25 environments",
            "402 Payment Required: The request would exceed the quota: kafka_clusters_per_environment",
        ]) {
            assert.match(
                formatErrorHint(new Error(said)),
                /^\nA quota of your Confluent Cloud organization is used up: .*environmentId env-…/,
            );
        }
    });
});

describe("a full disk", () => {
    it("gets the hint to make room, as Node reports it and as Go does", () => {
        for (const said of ["ENOSPC: no space left on device, write", "write /x/state: no space left on device"]) {
            assert.match(
                formatErrorHint(new Error(said)),
                /^\nThe disk is full: make room and run the same command again\./,
            );
        }
    });
});

describe("a stack that another update has locked", () => {
    it("gets the hint to wait for it or to run recover", () => {
        const said = "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end";
        assert.match(
            formatErrorHint(new Error(said)),
            /^\nThe holder of the lock is named above: .* \.\/devmin recover LAYER/,
        );
    });
});

describe("a plan that does not fit any more", () => {
    it("gets the hint to run the command again", () => {
        const error = new Error("error: resource urn:it violates plan: properties changed: ~~scheduleExpression");
        assert.match(formatErrorHint(error), /changed after the preview, .*: run the same command again\.$/);
    });
});

describe("a state bucket that does not exist", () => {
    it("gets the hint to run bootstrap, as AWS' SDK reports it and as Pulumi does", () => {
        for (const message of ["The specified bucket does not exist", "blob (code=NotFound): NoSuchBucket: it"]) {
            assert.match(
                formatErrorHint(new Error(message)),
                /^\nCore is not deployed .*: run \.\/devmin bootstrap\.$/,
            );
        }
    });
});

describe("a manager's key that the cluster rejects", () => {
    const diagnostics = (type: string, error: string) => `Diagnostics:
  confluentcloud:index:${type} (pulse.events):
    error: refreshing urn:pulumi:dev::devmin-kafka::confluentcloud:index/kafkaTopic:KafkaTopic::pulse.events: 1 error occurred:
    \t* ${error}
  pulumi:pulumi:Stack (devmin-kafka-dev):
    error: update failed`;

    it("gets the hint to give the manager another one, as the providers report it", () => {
        for (const [type, error] of [
            ["KafkaTopic", 'error reading Kafka Topic "lkc-1/pulse.events": 401 Unauthorized: Unauthorized'],
            ["KafkaAcl", "error reading Kafka ACLs: 401 Unauthorized: Unauthorized"],
        ] as const) {
            const failure = new PulumiCommandError("pulumi destroy", 255, diagnostics(type, error));
            assert.match(
                formatErrorHint(failure),
                /^\nThe cluster rejects the manager's API key, .* \.\/devmin rotate manager/,
            );
        }
    });

    it("is not mistaken for the Cloud API key, or for another error of a topic", () => {
        for (const [type, error] of [
            ["Environment", 'error reading Environment "env-1": 401 Unauthorized: invalid API key'],
            ["KafkaTopic", "403 Forbidden"],
        ] as const)
            assert.equal(formatErrorHint(new PulumiCommandError("pulumi destroy", 255, diagnostics(type, error))), "");
    });
});

describe("a resource that Confluent Cloud does not create", () => {
    const createError = (error: string) =>
        new PulumiCommandError(
            "pulumi up",
            255,
            `Diagnostics:\n  confluentcloud:index:KafkaCluster (cluster):\n    error: 1 error occurred:\n    \t* error creating Kafka Cluster "c": ${error}\n`,
        );

    it("gets the hint to look at payment and quotas for a 402", () => {
        assert.match(
            formatErrorHint(createError("402 Payment Required: x")),
            /^\nConfluent Cloud wants a payment method, or a quota/,
        );
    });

    it("gets the hint to use the key of an administrator for a 403", () => {
        assert.match(formatErrorHint(createError("403 Forbidden: Forbidden Access")), /role OrganizationAdmin/);
    });

    it("gets none for what it says itself", () => {
        assert.equal(formatErrorHint(createError("400 Bad Request: region is not offered")), "");
    });
});

describe("a cluster of the configuration that cannot be read", () => {
    it("gets the hint to name another", () => {
        const message =
            "invocation of confluentcloud:index/getKafkaCluster:getKafkaCluster returned an error: cluster lkc-1 does not exist.";
        assert.match(
            formatErrorHint(new Error(message)),
            /^\nkafka's configuration names .* pulumi config rm -C kafka clusterId/,
        );
    });
});
