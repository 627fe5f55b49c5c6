import { join } from "node:path";
import { LiveBrokers } from "../kafka/brokers";
import { placeIn, readRecord } from "../record";
import { emulator } from "./emulator";
import { openStore } from "./state";

const log = (line: string) => console.log(`${new Date().toISOString()} ${line}`);

let isEnding = false;

/**
 * Emulator and brokers live and die together: without one of them nothing here is what it says it is. Told to end, it waits
 * for them, whatever they miss meanwhile.
 */
function lost(why: Error): void {
    log(why.message);
    if (!isEnding) process.exit(1); // brokers that were started end with it
}

/** The emulator of the sandbox in a folder. */
async function main([home = ""]: string[]) {
    const kept = await readRecord(home);
    if (!kept) throw new Error(`there is no local cloud in ${home}`);
    const place = placeIn(home, kept);
    const brokers = new LiveBrokers(place, lost);
    for (const signal of ["SIGTERM", "SIGINT"]) {
        process.once(signal, () => {
            isEnding = true;
            void brokers.stop().then(() => process.exit(0));
        });
    }
    const { confluent: port = 0 } = place.ports;
    const server = await emulator({
        store: openStore(join(home, "confluent", "state.json")),
        brokers,
        cloudKey: { key: place.secrets.cloudApiKey, secret: place.secrets.cloudApiSecret },
        brokerToken: place.secrets.brokerToken,
        http: `http://127.0.0.1:${port}`,
        lost,
        log,
    });
    server.listen(port, "127.0.0.1", () => log(`listening on 127.0.0.1:${port}`));
}

main(process.argv.slice(2)).catch((error) => lost(new Error(error.stack)));
