/** One event: the `sequence`-th of its key, counted from 0. */
export interface Event {
    run: string;
    round: number;
    key: string;
    sequence: number;
}

/** What was sent and what came back. Says what is missing, doubled or out of order; knows nothing of Kafka. */
export class Ledger {
    private readonly sent = new Map<string, number>();
    private readonly seen = new Map<string, number>();
    private readonly wrong: string[] = [];

    constructor(private readonly run: string) {}

    /** The next event of a key; counts as sent. */
    next(round: number, key: string): Event {
        const sequence = this.sent.get(key) ?? 0;
        this.sent.set(key, sequence + 1);
        return { run: this.run, round, key, sequence };
    }

    /** An event that arrived. Those of other runs are not ours to judge. */
    arrived({ run, key, sequence }: Event): void {
        if (run !== this.run) return;
        const expected = this.seen.get(key) ?? 0;
        if (sequence !== expected) this.wrong.push(`${key}: event ${sequence} came where ${expected} was due`);
        this.seen.set(key, Math.max(expected, sequence + 1));
    }

    /** How many are still on their way. */
    get outstanding(): number {
        return this.total(this.sent) - this.total(this.seen);
    }

    get count(): number {
        return this.total(this.sent);
    }

    /** All that is wrong by now, with what has not arrived. */
    problems(): string[] {
        const missing = [...this.sent]
            .map(([key, sent]) => ({ key, missing: sent - (this.seen.get(key) ?? 0) }))
            .filter((each) => each.missing > 0)
            .map((each) => `${each.key}: ${each.missing} of its events did not arrive`);
        return [...this.wrong, ...missing];
    }

    private total(counts: Map<string, number>): number {
        return [...counts.values()].reduce((sum, count) => sum + count, 0);
    }
}
