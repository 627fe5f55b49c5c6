/** One process of the local cloud. */
export interface LocalService {
    /** "aws", "confluent" or "runtime". */
    name: string;
    /** Names of the loopback ports it wants, e.g. ["confluent"]. */
    ports: readonly string[];
    /** Fetches what is missing into place.tools, which is shared and kept. May be killed half-way and run again; what the machine lacks (Java, Python) is one clear sentence. */
    install(cloud: LocalCloud, log: Log): Promise<void>;
    /** Writes its configuration under place.home/<name> and says what to spawn: a foreground process, whose output the supervisor keeps in place.home/logs/<name>.log. */
    buildCommand(cloud: LocalCloud): Promise<{ file: string; args: string[]; env?: Record<string, string> }>;
    /** undefined when it really answers; else the reason it does not yet. */
    checkHealth(cloud: LocalCloud): Promise<string | undefined>;
    /** What a user wants to know of it while it runs. */
    describe?(cloud: LocalCloud): Promise<string>;
}

/** Where one sandbox lives and what its pieces share. */
export interface LocalCloud {
    /** State of this sandbox, e.g. /clone/.sandbox. */
    home: string;
    /** What was fetched or built, shared by sandboxes and kept. */
    tools: string;
    ports: Record<string, number>;
    secrets: {
        cloudApiKey: string;
        cloudApiSecret: string;
        /** The sandbox's own login to the brokers. */
        brokerPassword: string;
        /** What a broker shows the Confluent emulator when it asks whose a key is. */
        brokerToken: string;
    };
}

export type Log = (line: string) => void;
