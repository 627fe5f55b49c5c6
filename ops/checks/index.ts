import { alarm, listeners } from "./alarm";
import { buckets } from "./buckets";
import type { Check } from "./check";
import { lease } from "./lease";
import { receipts } from "./receipts";
import { secrets } from "./secrets";
import { services } from "./services";
import { topics } from "./topics";
import { trail } from "./trail";

/** Every readiness check, in the order of the layers; and last how they came to be as they are. */
export const checks: readonly Check[] = [
    ...[buckets, trail, alarm, listeners, secrets, topics, services, lease],
    ...receipts,
];
