import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import {
    addWaiverHint,
    deniedResources,
    findWaiverFieldProblem,
    formatViolation,
    isTypeMatch,
    isWaiverFor,
    waivers,
} from "../policy-pack/catalogue";
import { buildBackendNames, getProjectName, type NamingScope } from "./names";
import { refuse } from "./refusal";

/** From the one that knows nobody to the one that knows all. */
const layerOrder = ["core", "kafka", "demo"];

/** A resource as it is declared, before anything is asked of a cloud. */
export interface ResourceDeclaration {
    type: string;
    name: string;
    /** A StackReference's `name` is the stack it reads. */
    props: { name?: unknown };
    opts: { retainOnDelete?: boolean };
}

/** What is denied by being there; what its properties decide is left to the policy pack. */
const unconditionallyDenied = deniedResources.filter(({ constraints }) => !constraints);

/**
 * Why a layer may not have a resource; undefined when it may. Of what the policy pack refuses, what a type tells, as nothing
 * forces the pack on who runs `pulumi up`; and what it never sees: who reads whom, and what is retained.
 */
export function findViolation(
    { type, name, props, opts }: ResourceDeclaration,
    layer: string,
    { list = waivers, now = Date.now() } = {},
): string | undefined {
    const row = unconditionallyDenied.find(({ types }) => isTypeMatch(types, type));
    const isWaived = list.some(
        (waiver) => !findWaiverFieldProblem(waiver, now) && isWaiverFor(waiver, getProjectName(layer), type, name),
    );
    // Costs can be waived, and the policy pack reports each waiver; access and resources that no policy sees cannot.
    const isWaivable = row !== undefined && "monthly" in row;
    if (row && !(isWaivable && isWaived)) {
        const message = `${type} ${name}: ${formatViolation(row)}`;
        return isWaivable ? addWaiverHint(message) : message;
    }
    if (layer === "demo" && opts.retainOnDelete) {
        return `${type} ${name} has retainOnDelete: in demo nothing may stay behind; leave it out.`;
    }
    const higherProjects = layerOrder.slice(layerOrder.indexOf(layer) + 1).map(getProjectName);
    const referencedProject =
        type === "pulumi:pulumi:StackReference" ? String(props.name).split("/").at(-2) : undefined;
    return referencedProject !== undefined && higherProjects.includes(referencedProject)
        ? `${layer} reads ${referencedProject}, which is above it and may not be there: have ${referencedProject} read ${layer}.`
        : undefined;
}

/** Where a layer's state is, and what its secrets are encrypted with; undefined for what nothing says. */
export interface Backend {
    url?: string;
    secretsProvider?: string;
}

/** Why a layer may not keep its state there; undefined when it may. Core starts on a state of its own, until its bucket is there. */
export function findBackendFault(
    { layer, ...scope }: NamingScope,
    { url, secretsProvider }: Backend,
): string | undefined {
    const { stateBucket, keyAlias } = buildBackendNames(scope);
    const [inBucket, underKey] = [url?.split("?")[0] === `s3://${stateBucket}`, secretsProvider?.startsWith("awskms:")];
    if (layer === "core" && !inBucket && !underKey) return undefined;
    if (!inBucket) {
        return `the state of ${layer} is in ${url ?? "no backend that is named"}: it must be in s3://${stateBucket}. Set it with: eval "$(./devmin env)"`;
    }
    if (secretsProvider !== undefined && !underKey) {
        return (
            `the secrets of ${layer} are encrypted with ${secretsProvider}: it must be awskms://${keyAlias}. ` +
            `Change it with: pulumi stack change-secrets-provider -C ${layer} ` +
            `"awskms://${keyAlias}?region=${scope.region}&awssdk=v2&context_layer=${layer}"`
        );
    }
    return undefined;
}

/** What Pulumi goes by: the shell, the project, the last login; and the stack's own file. */
export function readBackend(stack: string, folder = process.cwd(), env = process.env): Backend {
    const read = (...path: string[]) => (existsSync(join(...path)) ? readFileSync(join(...path), "utf8") : "");
    const credentials = read(env.PULUMI_HOME ?? join(homedir(), ".pulumi"), "credentials.json") || "{}";
    const config = read(folder, `Pulumi.${stack}.yaml`);
    return {
        url:
            env.PULUMI_BACKEND_URL ??
            /^backend:\s+url:\s*["']?([^"'\s]+)/m.exec(read(folder, "Pulumi.yaml"))?.[1] ??
            JSON.parse(credentials).current,
        secretsProvider:
            /^secretsprovider:\s*["']?([^"'\s]+)/m.exec(config)?.[1] ??
            (/^encryptionsalt:/m.test(config) ? "a passphrase" : undefined),
    };
}

/** Stands before a layer's first resource. In the program itself, so that it is there without the policy pack as well. */
export function guard(scope: NamingScope): void {
    const fault = findBackendFault(scope, readBackend(scope.stack));
    if (fault) refuse(fault);
    const evaluateDeclaration = (declared: ResourceDeclaration) => {
        const violation = findViolation(declared, scope.layer);
        if (violation) refuse(violation);
        return undefined;
    };
    pulumi.runtime.registerStackTransformation(evaluateDeclaration); // says it in one line
    pulumi.runtime.registerResourceTransform(evaluateDeclaration); // reaches into components of other languages
}
