/** One process of the local cloud, started and stopped by the supervisor. */
export interface LocalService {
    /** "aws", "confluent" or "runtime". */
    name: string;
    /** Names of the loopback ports it needs, e.g. ["confluent"]. */
    ports: readonly string[];
    /** Downloads what is missing into cloud.tools. May be killed and run again. Throws a message that says what to install. */
    install(cloud: LocalCloud, log: Log): Promise<void>;
    /** Writes its configuration under cloud.home/<name>. Returns the foreground process to spawn; its output goes to cloud.home/logs/<name>.log. */
    buildCommand(cloud: LocalCloud): Promise<{ file: string; args: string[]; env?: Record<string, string> }>;
    /** Why it does not answer yet; undefined when it does. */
    checkHealth(cloud: LocalCloud): Promise<string | undefined>;
    /** A note for `sandbox status` while it runs. */
    describe?(cloud: LocalCloud): Promise<string>;
}

/** The folders, ports and secrets that the services of one local cloud share. */
export interface LocalCloud {
    /** Its state, e.g. /clone/.sandbox. */
    home: string;
    /** Downloads and builds, shared by local clouds, e.g. /clone/.sandbox/tools. */
    tools: string;
    ports: Record<string, number>;
    secrets: {
        cloudApiKey: string;
        cloudApiSecret: string;
        /** Password of the local cloud's own super user on the brokers. */
        brokerPassword: string;
        /** Token with which a broker asks the Confluent emulator who owns an API key. */
        brokerToken: string;
    };
}

export type Log = (line: string) => void;
