import { join, relative } from "node:path";
import type { Package, ResourceType } from "../resource-type";
import { apiKey } from "./api-key";
import { Confluent, type ConfluentConfig, checkKafkaSettings, type KafkaProps } from "./cloud";
import { environment } from "./environment";
import { functions } from "./functions";
import { kafkaAcl } from "./kafka-acl";
import { kafkaCluster } from "./kafka-cluster";
import { kafkaTopic } from "./kafka-topic";
import { roleBinding } from "./role-binding";
import { serviceAccount } from "./service-account";

const types: Record<string, ResourceType<Confluent>> = {
    "index/environment:Environment": environment,
    "index/kafkaCluster:KafkaCluster": kafkaCluster,
    "index/serviceAccount:ServiceAccount": serviceAccount,
    "index/apiKey:ApiKey": apiKey,
    "index/kafkaTopic:KafkaTopic": kafkaTopic,
    "index/kafkaAcl:KafkaAcl": kafkaAcl,
    "index/roleBinding:RoleBinding": roleBinding,
};

const entryOf = (token: string) => token.replace(/^confluentcloud:/, "");
const folder = relative(join(__dirname, "../../.."), __dirname);
const quiet = { say: () => {}, signal: new AbortController().signal };

export const standIn: Package<Confluent> = {
    name: "confluentcloud",
    types: () => types,
    configure(config: ConfluentConfig) {
        checkKafkaSettings(config);
        return new Confluent(config, quiet);
    },
    /** `confluentcloud:index/apiKey:ApiKey` lives in `api-key.ts`. */
    fileOf(token) {
        const name = token.split(":")[1]?.split("/").at(-1) ?? "";
        if (/^get[A-Z]/.test(name)) return `${folder}/functions.ts`;
        return `${folder}/${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;
    },
    typeOf: (token) => types[entryOf(token)],
    functionOf: (token) => functions[entryOf(token)],
    isPinned: () => false,
    admit: async () => {},
    scope: (cloud, props, call) => cloud.in(props as KafkaProps, call),
    fill: (_cloud, inputs) => inputs,
    derive: (_cloud, state) => state,
    gone: () => false,
    endpoint: (cloud) => cloud.endpoint,
    remedy: "set confluentcloud:endpoint to the sandbox's, or install the official plugin",
};
