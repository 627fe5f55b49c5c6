/** Judges every Pulumi preview it is attached to; knows no other room and feeds none but through `catalogue/`. */
import { PolicyPack } from "@pulumi/policy";
import { pack } from "./pack";

new PolicyPack("devmin", { policies: pack() });
