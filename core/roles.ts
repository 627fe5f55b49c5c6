import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameIn, type Place, type RoleName, roles } from "../lib/names";
import { policyOf, type Statement } from "../lib/policy";
import { auditorRights, previewRights } from "./auditor-rights";
import type { Boundary } from "./boundary";
import { demoRights } from "./demo-rights";
import type { EncryptionKey } from "./encryption-key";
import { kafkaRights } from "./kafka-rights";
import { type Occasion, type Repository, trustOf } from "./trust";

export interface RolesArgs {
    place: Place;
    key: EncryptionKey;
    boundary: Boundary;
    /** ARNs of the principals that may take every role, where their own policies let them. */
    principals: readonly string[];
    /** Whose workflows may take roles: its branch the deployers and the auditor, a pull request the preview. */
    repository?: pulumi.Input<Repository | undefined>;
    /** Hours a session of a person may last. A role taken from within a role lasts one, AWS says. */
    sessionHours: number;
}

interface Kind {
    does: string;
    occasion: Occasion;
    rights: (place: Place, keyArn: string) => Statement[];
}

/** Who may do what, in one table. */
export const kinds: Record<RoleName, Kind> = {
    "deploy-kafka": { does: "brings kafka up and down", occasion: "branch", rights: kafkaRights },
    "deploy-demo": { does: "brings demo up and down, and runs its tasks", occasion: "branch", rights: demoRights },
    auditor: { does: "reads everything, and writes its verdict", occasion: "branch", rights: auditorRights },
    preview: { does: "previews core and demo, and writes nothing", occasion: "pull request", rights: previewRights },
};

/** The roles that people and pipelines take: short sessions, within the boundary, and no user or key anywhere. */
export class Roles extends pulumi.ComponentResource {
    readonly arns: Record<RoleName, pulumi.Output<string>>;

    constructor(name: string, args: RolesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:core:Roles", name, {}, opts);
        const { place, key, boundary, principals, repository, sessionHours } = args;
        const made = roles.map((kind) => {
            const { does, occasion, rights } = kinds[kind];
            const role = new aws.iam.Role(
                kind,
                {
                    name: nameIn(place, kind),
                    description: `devmin ${place.stack}: ${does}`,
                    assumeRolePolicy: pulumi
                        .output(repository)
                        .apply((trusted) => trustOf(principals, trusted, occasion)),
                    maxSessionDuration: sessionHours * 3_600,
                    permissionsBoundary: boundary.arn,
                },
                { parent: this },
            );
            const policy = new aws.iam.RolePolicy(
                kind,
                { name: "needs", role: role.name, policy: key.keyArn.apply((arn) => policyOf(rights(place, arn))) },
                { parent: this },
            );
            return [kind, pulumi.all([role.arn, policy.id]).apply(([arn]) => arn)] as const;
        });
        this.arns = Object.fromEntries(made) as Record<RoleName, pulumi.Output<string>>;
        this.registerOutputs({ arns: this.arns });
    }
}
