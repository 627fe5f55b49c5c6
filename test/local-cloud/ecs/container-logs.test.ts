import assert from "node:assert/strict";
import { ContainerLogs } from "../../../local-cloud/ecs/container-logs";

const read = (frames: Buffer[]) =>
    frames.map((bytes) => {
        assert.equal(bytes.readUInt32BE(4), bytes.length - 8);
        return `${bytes[0]}:${bytes.subarray(8)}`;
    });

describe("local-cloud/ecs log", () => {
    it("frames each whole line of each stream, whatever chunks it came in", () => {
        const log = new ContainerLogs();
        log.write("stdout", Buffer.from("on"));
        log.write("stderr", Buffer.from("oops\n"));
        log.write("stdout", Buffer.from("e\ntwo\nthr"));
        assert.deepEqual(read(log.tail()), ["2:oops\n", "1:one\n", "1:two\n"]);
    });

    it("has the last line even without a newline", () => {
        const log = new ContainerLogs();
        log.write("stdout", Buffer.from("no newline"));
        log.end();
        assert.deepEqual(read(log.tail()), ["1:no newline"]);
    });

    it("keeps only the last lines, but passes all to a follower", () => {
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

    it("ends at once for a follower of an exited container", () => {
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
