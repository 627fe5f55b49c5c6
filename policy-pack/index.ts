/** Judges every Pulumi preview it is attached to; knows no other room and feeds none but through `catalogue/`. */
import { join } from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { buildPolicies } from "./runtime/build-policies";
import { readPackVersion } from "./runtime/digest";

// The SDK takes the pack's version from here, and the engine names it with all that the pack says: so it tells which files judged.
require(join(__dirname, "package.json")).version = readPackVersion(__dirname);

new PolicyPack("devmin", { policies: buildPolicies() });
