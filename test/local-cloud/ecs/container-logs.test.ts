import assert from "node:assert/strict";
import { ContainerLogs } from "../../../local-cloud/ecs/container-logs";

const read = (frames: Buffer[]) =>
    frames.map((bytes) => {
        assert.equal(bytes.readUInt32BE(4), bytes.length - 8);
        return `${bytes[0]}:${bytes.subarray(8)}`;
    });

describe("local-cloud/ecs log", () => {
    it("frames each whole line, whatever pieces it came in, apart by stream", () => {
        const log = new ContainerLogs();
        log.write("stdout", Buffer.from("on"));
        log.write("stderr", Buffer.from("oops\n"));
        log.write("stdout", Buffer.from("e\ntwo\nthr"));
        assert.deepEqual(read(log.tail()), ["2:oops\n", "1:one\n", "1:two\n"]);
    });

    it("gives the last line although it was never ended", () => {
        const log = new ContainerLogs();
        log.write("stdout", Buffer.from("no newline"));
        log.end();
        assert.deepEqual(read(log.tail()), ["1:no newline"]);
    });

    it("keeps only the last lines, and gives a follower all that come", () => {
        const log = new ContainerLogs(2);
        const seen: Buffer[] = [];
        let ended = false;
        log.follow({
            writeLine: (frame) => seen.push(frame),
            end: () => {
                ended = true;
            },
        });
        log.write("stdout", Buffer.from("a\nb\nc\n"));
        log.end();
        assert.deepEqual(read(log.tail()), ["1:b\n", "1:c\n"]);
        assert.deepEqual(read(seen), ["1:a\n", "1:b\n", "1:c\n"]);
        assert.equal(ended, true);
    });

    it("ends at once for who follows a container that has ended", () => {
        const log = new ContainerLogs();
        log.end();
        let ended = false;
        log.follow({
            writeLine: () => {},
            end: () => {
                ended = true;
            },
        });
        assert.equal(ended, true);
    });
});
