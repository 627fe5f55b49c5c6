/** The kinds of output in Docker's framing. */
export type Stream = "stdout" | "stderr";
const streamKinds = { stdout: 1, stderr: 2 } as const;

/** One piece of output as Docker sends it: kind, three zeros, length, then the bytes. */
export function buildFrame(stream: Stream, text: Buffer): Buffer {
    const header = Buffer.alloc(8);
    header[0] = streamKinds[stream];
    header.writeUInt32BE(text.length, 4);
    return Buffer.concat([header, text]);
}

type LogReader = { writeLine(frame: Buffer): void; end(): void };

/** What a container wrote: whole lines only, since whoever forwards them makes each frame an event of its own. */
export class ContainerLogs {
    private readonly frames: { stream: Stream; bytes: Buffer }[] = [];
    private readonly partial: Record<Stream, Buffer> = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
    private readonly readers = new Set<LogReader>();
    private ended = false;

    /** @param maxLines How many lines `tail` can return; followers get every line. */
    constructor(private readonly maxLines = 1_000) {}

    write(stream: Stream, chunk: Buffer) {
        const text = Buffer.concat([this.partial[stream], chunk]);
        const end = text.lastIndexOf(10) + 1;
        this.partial[stream] = text.subarray(end);
        for (let from = 0; from < end; ) {
            const to = text.indexOf(10, from) + 1;
            this.appendLine(stream, text.subarray(from, to));
            from = to;
        }
    }

    end() {
        for (const stream of ["stdout", "stderr"] as const) {
            if (this.partial[stream].length) this.appendLine(stream, this.partial[stream]);
        }
        this.ended = true;
        for (const reader of this.readers) reader.end();
        this.readers.clear();
    }

    /** The last lines, oldest first. */
    tail(count = this.maxLines): Buffer[] {
        return this.frames.slice(-count).map(({ stream, bytes }) => buildFrame(stream, bytes));
    }

    /** Passes on new lines until the container ends. Returns a function that stops earlier. */
    follow(reader: LogReader): () => void {
        if (this.ended) reader.end();
        else this.readers.add(reader);
        return () => this.readers.delete(reader);
    }

    private appendLine(stream: Stream, bytes: Buffer) {
        this.frames.push({ stream, bytes });
        if (this.frames.length > this.maxLines) this.frames.shift();
        for (const reader of this.readers) reader.writeLine(buildFrame(stream, bytes));
    }
}
