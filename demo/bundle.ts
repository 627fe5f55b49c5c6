import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { buildSync } from "esbuild";

export interface BundleArgs {
    /** The program, below demo/. */
    entry: string;
    /** Where it is put. */
    bucket: pulumi.Input<string>;
}

/** A program as one file in the artifacts bucket, named by its content: the same source is the same object. */
export class Bundle extends pulumi.ComponentResource {
    readonly bucket: pulumi.Output<string>;
    readonly key: pulumi.Output<string>;

    constructor(name: string, { entry, bucket }: BundleArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:demo:Bundle", name, {}, opts);
        const code = buildBundle(join(__dirname, entry));
        const digest = createHash("sha256").update(code).digest("hex");
        // Out of the way of git, and of the state: an asset is remembered by its path and hash.
        const file = join(__dirname, "..", "node_modules", ".cache", "devmin", `${name}-${digest}.js`);
        mkdirSync(join(file, ".."), { recursive: true });
        writeFileSync(file, code);
        const object = new aws.s3.BucketObjectv2(
            name,
            {
                bucket,
                key: `bundles/${name}-${digest}.js`,
                source: new pulumi.asset.FileAsset(relative(process.cwd(), file)),
                contentType: "text/javascript",
            },
            { parent: this },
        );
        this.bucket = object.bucket;
        this.key = object.key;
        this.registerOutputs({ key: this.key });
    }
}

/** One CommonJS file with all it imports, for Node 20 and later; the same bytes for the same source. */
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
        // Modules that ask where they are get the bundle's own place.
        define: { "import.meta.url": "moduleUrl" },
        banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
        // Its default build reads a .wasm file from beside itself; this one carries it.
        alias: { "@platformatic/wasm-utils": "@platformatic/wasm-utils/bundled" },
    });
    return (outputFiles[0] as { contents: Uint8Array }).contents;
}
