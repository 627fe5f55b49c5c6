import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { offlineProvider as aws } from "../../../local-cloud/providers/aws";
import { offlineProvider as confluentcloud } from "../../../local-cloud/providers/confluentcloud";
import type { ResourceType } from "../../../local-cloud/providers/resource-type";
import { readSchema } from "../../../local-cloud/providers/sdk-schema";

/** The generated declarations: their text is the official provider's own documentation. */
function textOf(packageName: string, token: string): string {
    const folder = dirname(require.resolve(`@pulumi/${packageName}/package.json`));
    return readFileSync(join(folder, `${token.split(":")[0]?.replace(/^index\//, "")}.d.ts`), "utf8");
}

/** What identifies a resource cannot be changed in place. */
function identityOf(text: string): string[] {
    const block = /Identity Schema[\s\S]*?#### Required([\s\S]*?)(####|\n \* ##|Using )/.exec(text)?.[1] ?? "";
    return [...block.matchAll(/\* \* `(\w+)`/g)].map(([, name]) => name as string);
}

/** Inputs whose own documentation says that a change makes a new resource, whatever the rest looks like. */
function documentedAsFixed(text: string): string[] {
    const docs = [...text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s+(\w+)\??: pulumi\.Input</g)];
    const says = /(^|[.(*] )(forces (a )?new resource|changing this (value |property )?(forces|creates) (a )?new)/i;
    return docs.filter(([, doc = ""]) => says.test(doc.replace(/\s+\*?\s*/g, " "))).map(([, , name]) => name as string);
}

const known: [string, string, ResourceType<never>][] = [
    ...Object.entries(aws.listTypes()).map(([token, type]) => ["aws", token, type as unknown] as const),
    ...Object.entries(confluentcloud.listTypes()).map(
        ([token, type]) => ["confluentcloud", token, type as unknown] as const,
    ),
].map(([name, token, type]) => [name, token, type as ResourceType<never>]);

for (const [packageName, token, type] of known) {
    describe(`offline provider ${packageName}:${token}`, () => {
        const declared = readSchema(packageName, `${packageName}:${token}`);
        const supported = [...type.replaceOnChanges, ...type.updatable];

        it("is a type of the official SDK", () => assert.ok(declared?.inputs.length));

        it("has only declared inputs, each in one list", () => {
            const filledIn = [
                ...(type.jsonInputs ?? []),
                ...(type.replaceOnDecrease ?? []),
                ...Object.keys(type.defaults ?? {}),
            ];
            const named = type.autoname ? [type.autoname.property] : [];
            const unknown = [...supported, ...(type.computed ?? [])].filter((key) => !declared?.inputs.includes(key));
            const unsupported = [...filledIn, ...named].filter((key) => !supported.includes(key));
            assert.deepEqual([unknown, unsupported], [[], []]);
            assert.equal(new Set(supported).size, supported.length);
        });

        it("has every required input", () => {
            assert.deepEqual(
                declared?.required.filter((key) => !supported.includes(key)),
                [],
            );
        });

        it("replaces on the changes that the declarations say force a new resource", () => {
            const text = textOf(packageName, token);
            const fixed = [...identityOf(text), ...documentedAsFixed(text)].filter((key) => supported.includes(key));
            assert.deepEqual(
                fixed.filter((key) => !type.replaceOnChanges.includes(key as never)),
                [],
            );
        });

        it("has only declared outputs that an update changes", () => {
            const all = [...(declared?.outputs ?? []), ...(declared?.inputs ?? [])];
            assert.deepEqual(
                (type.volatileOutputs ?? []).filter((key) => !all.includes(key)),
                [],
            );
        });
    });
}

describe("the check of the offline providers against the declarations", () => {
    it("covers every type of the layers", () => {
        assert.deepEqual(
            [Object.keys(aws.listTypes()).length, Object.keys(confluentcloud.listTypes()).length],
            [37, 7],
        );
    });

    it("finds a bucket's identity and a documented replacement", () => {
        assert.deepEqual(identityOf(textOf("aws", "s3/bucketPolicy:BucketPolicy")), ["bucket"]);
        const doc = "/**\n     * The name. Forces new resource.\n     */\n    name?: pulumi.Input<string | undefined>;";
        assert.deepEqual(documentedAsFixed(doc), ["name"]);
    });
});
