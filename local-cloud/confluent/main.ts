import { join } from "node:path";
import { LiveBrokers } from "../kafka/broker-processes";
import { readManifest, toLocalCloud } from "../manifest";
import { createEmulator } from "./emulator";
import { openStore } from "./state";

const log = (line: string) => console.log(`${new Date().toISOString()} ${line}`);

let isEnding = false;

/**
 * The emulator ends when a broker does, because its state would no longer be true. When it stops itself, it waits for the brokers
 * and ignores this.
 */
function handleBrokerLost(error: Error): void {
    log(error.message);
    if (!isEnding) process.exit(1); // started brokers end with this process
}

async function main([home = ""]: string[]) {
    const manifest = await readManifest(home);
    if (!manifest) throw new Error(`there is no local cloud in ${home}`);
    const cloud = toLocalCloud(home, manifest);
    const brokers = new LiveBrokers(cloud, handleBrokerLost);
    for (const signal of ["SIGTERM", "SIGINT"]) {
        process.once(signal, () => {
            isEnding = true;
            void brokers.stop().then(() => process.exit(0));
        });
    }
    const { confluent: port = 0 } = cloud.ports;
    const server = await createEmulator({
        store: openStore(join(home, "confluent", "state.json")),
        brokers,
        cloudKey: { key: cloud.secrets.cloudApiKey, secret: cloud.secrets.cloudApiSecret },
        brokerToken: cloud.secrets.brokerToken,
        baseUrl: `http://127.0.0.1:${port}`,
        throttleEvery: Number(process.env.DEVMIN_SANDBOX_THROTTLE ?? 0),
        onBrokerLost: handleBrokerLost,
        log,
    });
    server.listen(port, "127.0.0.1", () => log(`listening on 127.0.0.1:${port}`));
}

main(process.argv.slice(2)).catch((error) => handleBrokerLost(new Error(error.stack)));
