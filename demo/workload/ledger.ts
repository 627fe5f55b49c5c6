/** One event. `sequence` counts the events of its key, from 0. */
export interface PulseEvent {
    run: string;
    round: number;
    key: string;
    sequence: number;
}

/** Records events sent and received; reports missing, duplicate and out-of-order events. Independent of Kafka. */
export class Ledger {
    private readonly sent = new Map<string, number>();
    private readonly received = new Map<string, number>();
    private readonly sequenceProblems: string[] = [];

    constructor(private readonly run: string) {}

    /** Creates the next event of a key and counts it as sent. */
    createEvent(round: number, key: string): PulseEvent {
        const sequence = this.sent.get(key) ?? 0;
        this.sent.set(key, sequence + 1);
        return { run: this.run, round, key, sequence };
    }

    /** Records a received event. Ignores events of other runs. */
    recordArrival({ run, key, sequence }: PulseEvent): void {
        if (run !== this.run) return;
        const expected = this.received.get(key) ?? 0;
        if (sequence !== expected)
            this.sequenceProblems.push(`${key}: event ${sequence} arrived, expected event ${expected}`);
        this.received.set(key, Math.max(expected, sequence + 1));
    }

    /** Number of events sent but not received. */
    get outstandingCount(): number {
        return this.sumCounts(this.sent) - this.sumCounts(this.received);
    }

    get sentCount(): number {
        return this.sumCounts(this.sent);
    }

    /** All problems so far, one sentence each, including events not received yet. */
    listProblems(): string[] {
        const missing = [...this.sent]
            .map(([key, sent]) => ({ key, missing: sent - (this.received.get(key) ?? 0) }))
            .filter((each) => each.missing > 0)
            .map((each) => `${each.key}: ${each.missing} event(s) did not arrive`);
        return [...this.sequenceProblems, ...missing];
    }

    private sumCounts(counts: Map<string, number>): number {
        return [...counts.values()].reduce((sum, sentCount) => sum + sentCount, 0);
    }
}
