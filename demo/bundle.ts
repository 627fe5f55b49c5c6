import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { buildSync } from "esbuild";

export interface BundleArgs {
    /** Path of the program's entry file, relative to demo/. */
    entry: string;
    /** Name of the artifacts bucket. */
    bucket: pulumi.Input<string>;
    /** End of the lease that it is for: a new one writes the object again, as the bucket deletes objects by their age. */
    leaseUntil: string;
}

/** A program as a single file in the artifacts bucket. Its key contains its hash: the same source gives the same object. */
export class Bundle extends pulumi.ComponentResource {
    readonly bucket: pulumi.Output<string>;
    readonly key: pulumi.Output<string>;
    /** ARN pattern of all its objects, also the earlier ones: the tasks of earlier deployments are restarted during an update. */
    readonly arnPattern: pulumi.Output<string>;

    constructor(name: string, { entry, bucket, leaseUntil }: BundleArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:demo:Bundle", name, {}, opts);
        const code = buildBundle(join(__dirname, entry));
        const digest = createHash("sha256").update(code).digest("hex");
        // Outside the tracked tree. A relative path, as the state records an asset's path along with its hash.
        const file = join(__dirname, "..", "node_modules", ".cache", "devmin", `${name}-${digest}.js`);
        mkdirSync(join(file, ".."), { recursive: true });
        writeFileSync(file, code);
        const object = new aws.s3.BucketObjectv2(
            name,
            {
                bucket,
                key: `bundles/${name}/${digest}.js`,
                source: new pulumi.asset.FileAsset(relative(process.cwd(), file)),
                contentType: "text/javascript",
                metadata: { "lease-until": leaseUntil },
            },
            { parent: this },
        );
        this.bucket = object.bucket;
        this.key = object.key;
        this.arnPattern = pulumi.interpolate`arn:aws:s3:::${bucket}/bundles/${name}/*`;
        this.registerOutputs({ key: this.key });
    }
}

/** Bundles a program and its imports as one CommonJS file for Node 20 and later. Reproducible: same source, same bytes. */
export function buildBundle(entry: string): Uint8Array {
    const { outputFiles } = buildSync({
        entryPoints: [entry],
        bundle: true,
        minify: true,
        platform: "node",
        target: "node20",
        format: "cjs",
        write: false,
        logLevel: "silent",
        legalComments: "none",
        // import.meta.url resolves to the bundle itself.
        define: { "import.meta.url": "moduleUrl" },
        banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
        // The package's default build reads a .wasm file next to itself; this build has it inlined.
        alias: { "@platformatic/wasm-utils": "@platformatic/wasm-utils/bundled" },
    });
    return (outputFiles[0] as { contents: Uint8Array }).contents;
}
