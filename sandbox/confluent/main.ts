import { join } from "node:path";
import { LiveBrokers } from "../kafka/brokers";
import { placeIn, readRecord } from "../record";
import { emulator } from "./emulator";
import { openStore } from "./state";

const log = (line: string) => console.log(`${new Date().toISOString()} ${line}`);

/** Emulator and brokers live and die together: without one of them nothing here is what it says it is. */
function lost(why: Error): never {
    log(why.message);
    process.exit(1);
}

/** The emulator of the sandbox in a folder. */
async function main([home = ""]: string[]) {
    const kept = await readRecord(home);
    if (!kept) throw new Error(`there is no local cloud in ${home}`);
    const place = placeIn(home, kept);
    const brokers = new LiveBrokers(place, lost);
    for (const signal of ["SIGTERM", "SIGINT"]) {
        process.once(signal, () => void brokers.stop().then(() => process.exit(0)));
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

main(process.argv.slice(2)).catch((error) => {
    log(error.stack);
    process.exit(1); // brokers that were started end with it
});
