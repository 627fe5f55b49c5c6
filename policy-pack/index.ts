/** The policy pack's entry point. It imports no other folder of this repository; others import its catalogue, pricing and runtime. */
import { join } from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { buildPolicies } from "./runtime/build-policies";
import { readPackVersion } from "./runtime/digest";

// The SDK reads the version from package.json, and the engine reports it with every message: the digest in it identifies the files.
require(join(__dirname, "package.json")).version = readPackVersion(__dirname);

new PolicyPack("devmin", { policies: buildPolicies() });
