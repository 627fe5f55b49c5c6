/** One event: the `sequence`-th of its key, counted from 0. */
export interface PulseEvent {
    run: string;
    round: number;
    key: string;
    sequence: number;
}

/** What was sent and what came back. Says what is missing, doubled or out of order; knows nothing of Kafka. */
export class Ledger {
    private readonly sent = new Map<string, number>();
    private readonly received = new Map<string, number>();
    private readonly sequenceProblems: string[] = [];

    constructor(private readonly run: string) {}

    /** The next event of a key; counts as sent. */
    createEvent(round: number, key: string): PulseEvent {
        const sequence = this.sent.get(key) ?? 0;
        this.sent.set(key, sequence + 1);
        return { run: this.run, round, key, sequence };
    }

    /** An event that arrived. Those of other runs are not ours to judge. */
    recordArrival({ run, key, sequence }: PulseEvent): void {
        if (run !== this.run) return;
        const expected = this.received.get(key) ?? 0;
        if (sequence !== expected)
            this.sequenceProblems.push(`${key}: event ${sequence} came where ${expected} was due`);
        this.received.set(key, Math.max(expected, sequence + 1));
    }

    /** How many are still on their way. */
    get outstandingCount(): number {
        return this.sumCounts(this.sent) - this.sumCounts(this.received);
    }

    get sentCount(): number {
        return this.sumCounts(this.sent);
    }

    /** All that is wrong by now, with what has not arrived. */
    listProblems(): string[] {
        const missing = [...this.sent]
            .map(([key, sent]) => ({ key, missing: sent - (this.received.get(key) ?? 0) }))
            .filter((each) => each.missing > 0)
            .map((each) => `${each.key}: ${each.missing} of its events did not arrive`);
        return [...this.sequenceProblems, ...missing];
    }

    private sumCounts(counts: Map<string, number>): number {
        return [...counts.values()].reduce((sum, sentCount) => sum + sentCount, 0);
    }
}
