import assert from "node:assert/strict";
import { findImage, listImages, UnknownImageError } from "../../../local-cloud/ecs/images";

const images = listImages("/python");

describe("local-cloud/ecs images", () => {
    const known = [
        ["public.ecr.aws/docker/library/node:22-alpine", "node"],
        ["node@sha256:0123456789abcdef", "node"],
        ["localhost:5000/node", "node"],
        ["public.ecr.aws/aws-cli/aws-cli:2.31.0", "aws"],
    ] as const;
    for (const [reference, program] of known) {
        it(`runs ${reference} as ${program}`, () => assert.equal(findImage(images, reference).program.name, program));
    }

    it("refuses an unknown image, and names the file to add it to", () => {
        assert.throws(
            () => findImage(images, "postgres:17"),
            (error) =>
                error instanceof UnknownImageError && /postgres:17.*local-cloud\/ecs\/images\.ts/.test(error.message),
        );
    });
    it("does not confuse an image with one whose name ends the same", () => {
        assert.throws(() => findImage(images, "someone/not-node:1"), UnknownImageError);
    });
});
