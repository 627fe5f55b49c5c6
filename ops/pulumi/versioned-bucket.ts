import {
    DeleteObjectCommand,
    GetBucketVersioningCommand,
    GetObjectCommand,
    PutObjectCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import { type ProbeResult, type WaitOptions, waitUntil } from "../../util/wait-until";
import { type AwsClients, ignoreMissingObject } from "../clients/aws";

/** The key of the object that is written, read and deleted again. */
const probeKey = ".devmin/versioning-probe";

/** The 404s are intermittent: one answer is not enough. */
const readsInARow = 5;

/**
 * Waits until a bucket whose versioning was just enabled for the first time keeps versions: until then S3 may answer 404 NoSuchKey
 * for what was written, and AWS recommends no writes for 15 minutes, which is the limit here. Each attempt writes a small object,
 * reads its version some times and deletes it.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html
 *
 * @throws WaitTimeoutError with what S3 answered last
 */
export async function waitForVersioning(aws: AwsClients, bucket: string, wait: WaitOptions = {}): Promise<void> {
    const s3 = aws.create(S3Client);
    await waitUntil(`${bucket} to keep versions`, () => probeVersioning(s3, bucket), { withinMs: 900_000, ...wait });
}

async function probeVersioning(s3: S3Client, Bucket: string): Promise<ProbeResult<undefined>> {
    const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
    if (Status !== "Enabled") return { ready: false, because: `its versioning is ${Status ?? "not enabled yet"}` };
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: probeKey, Body: "" }));
    const version = { Bucket, Key: probeKey, VersionId };
    if (!VersionId) return { ready: false, because: "a new object has no version" };
    try {
        for (let read = 0; read < readsInARow; read++) {
            const object = await s3.send(new GetObjectCommand(version)).catch(ignoreMissingObject);
            if (!object) return { ready: false, because: "a version that was just written is answered with NoSuchKey" };
            await object.Body?.transformToString(); // a body that nobody reads keeps its connection
        }
    } finally {
        await s3.send(new DeleteObjectCommand(version));
    }
    return { ready: true, value: undefined };
}
