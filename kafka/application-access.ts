import * as aws from "@pulumi/aws";
import * as confluent from "@pulumi/confluentcloud";
import * as pulumi from "@pulumi/pulumi";
import { nameIn, type Place } from "../lib/names";
import { accountOf } from "./account";
import type { Application } from "./catalogue";
import type { Cluster } from "./cluster";
import type { Generations } from "./generations";
import { currentKey } from "./keys";
import type { Manager } from "./manager";

export interface ApplicationAccessArgs {
    place: Place;
    application: Application;
    cluster: Cluster;
    manager: Manager;
    generations: Generations;
    /** ARN of the key the secret is encrypted under. */
    keyArn: pulumi.Input<string>;
}

/** What the secret holds, as JSON; the shape an application reads. */
export interface KafkaCredentials {
    bootstrapServers: string;
    securityProtocol: string;
    saslMechanism: string;
    key: string;
    secret: string;
}

/** One application's identity: service account, key, the rights it declared and no other, and the secret that holds its login. */
export class ApplicationAccess extends pulumi.ComponentResource {
    readonly secretArn: pulumi.Output<string>;
    /** The version of the secret that holds the current key's login: who is given this one starts anew with each key. */
    readonly secretVersion: pulumi.Output<string>;
    /** The prefix its consumer groups must have. */
    readonly consumerGroup: string;

    constructor(
        name: string,
        { place, application, cluster, manager, generations, keyArn }: ApplicationAccessArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("devmin:kafka:ApplicationAccess", name, {}, opts);
        const parent = { parent: this };
        const account = accountOf(name, { place, parent: this, description: `The application ${name}.` });
        this.consumerGroup = name;
        const acls = rightsOf(application, this.consumerGroup).map(
            ({ resourceType, resourceName, patternType, operation }) =>
                new confluent.KafkaAcl(
                    `${name}-${operation.toLowerCase()}-${resourceType.toLowerCase()}-${resourceName}`,
                    {
                        principal: pulumi.interpolate`User:${account.id}`,
                        resourceType,
                        resourceName,
                        patternType,
                        operation,
                        permission: "ALLOW",
                        host: "*",
                    },
                    { parent: this, provider: manager.provider },
                ),
        );
        const description = `The application ${name} logs in with it.`;
        const key = currentKey(name, { place, account, cluster, generations, description }, parent);
        const secret = new aws.secretsmanager.Secret(
            name,
            {
                name: nameIn(place, name),
                description: `How the application ${name} logs in to Kafka.`,
                kmsKeyId: keyArn,
                recoveryWindowInDays: 0,
            },
            parent,
        );
        const credentials: pulumi.Input<pulumi.Inputs & Record<keyof KafkaCredentials, pulumi.Input<string>>> = {
            bootstrapServers: cluster.bootstrapServers,
            securityProtocol: cluster.securityProtocol,
            saslMechanism: cluster.saslMechanism,
            key: key.id,
            secret: key.secret,
        };
        const version = new aws.secretsmanager.SecretVersion(
            name,
            { secretId: secret.id, secretString: pulumi.secret(pulumi.jsonStringify(credentials)) },
            // Whoever reads the secret can use it at once.
            { parent: this, dependsOn: acls },
        );
        this.secretArn = version.arn;
        this.secretVersion = version.versionId;
        this.registerOutputs({ secretArn: this.secretArn });
    }
}

/** The ACLs an application needs for what it declared, and to see how its topics are set. Its groups start with its own name. */
function rightsOf({ produces, consumes }: Application, consumerGroup: string) {
    const topic = (resourceName: string, operation: string) => ({
        resourceType: "TOPIC",
        resourceName,
        patternType: "LITERAL",
        operation,
    });
    const group = { resourceType: "GROUP", resourceName: consumerGroup, patternType: "PREFIXED", operation: "READ" };
    return [
        ...[...new Set([...produces, ...consumes])].map((name) => topic(name, "DESCRIBE_CONFIGS")),
        ...produces.map((name) => topic(name, "WRITE")),
        ...consumes.map((name) => topic(name, "READ")),
        ...(consumes.length > 0 ? [group] : []),
    ];
}
