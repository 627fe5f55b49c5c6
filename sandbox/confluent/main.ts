import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { BrokerRefusal } from "../kafka/broker";
import { liveBroker } from "../kafka/live-broker";
import { emulator } from "./emulator";
import { settle } from "./rights";
import { openStore } from "./state";

const {
    CONFLUENT_STATE,
    CONFLUENT_PORT,
    CONFLUENT_KEY,
    CONFLUENT_SECRET,
    KAFKA_PORT,
    KAFKA_CA,
    KAFKA_PASSWORD,
    BROKER_TOKEN,
} = process.env as Record<string, string>;

const log = (line: string) => console.log(`${new Date().toISOString()} ${line}`);

/** Listens only when the broker is there and in step with the state: to answer is to work. */
async function main() {
    const store = openStore(CONFLUENT_STATE as string);
    const door = { port: Number(KAFKA_PORT), ca: readFileSync(KAFKA_CA as string) };
    const broker = liveBroker(door, KAFKA_PASSWORD as string);
    await untilThere(() => settle(store.state, broker));
    await store.save();
    const server = emulator({
        store,
        broker,
        cloudKey: { key: CONFLUENT_KEY as string, secret: CONFLUENT_SECRET as string },
        brokerToken: BROKER_TOKEN as string,
        http: `http://127.0.0.1:${CONFLUENT_PORT}`,
        bootstrap: `SASL_SSL://127.0.0.1:${KAFKA_PORT}`,
        log,
    });
    server.listen(Number(CONFLUENT_PORT), "127.0.0.1", () => log(`listening on 127.0.0.1:${CONFLUENT_PORT}`));
    for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => process.exit(0));
}

async function untilThere(work: () => Promise<void>) {
    for (let said = ""; ; await sleep(250)) {
        try {
            return await work();
        } catch (error) {
            if (!(error instanceof BrokerRefusal)) throw error;
            if (error.message !== said) log(`waiting: ${error.message}`);
            said = error.message;
        }
    }
}

main().catch((error) => {
    log(error.stack);
    process.exitCode = 1;
});
