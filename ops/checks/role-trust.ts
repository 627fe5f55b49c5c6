import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { getRoleArn, roles } from "../../lib/names";
import type { Check } from "./check";

interface TrustStatement {
    Action: string;
    Principal?: { AWS?: string | string[] };
}

/** With the account itself as principal, whoever has `sts:AssumeRole` in a policy of their own may deploy and read secrets. */
export const roleTrustCheck: Check = {
    claim: "who may assume devmin's roles is named",
    layers: ["core"],
    isAdvice: true,
    async findProblems(env, _outputs, { aws }) {
        const client = aws.create(IAMClient);
        const open = await Promise.all(
            roles.map(async (role) => {
                const RoleName = getRoleArn(env, role).split("/").at(-1);
                const { Role } = await client.send(new GetRoleCommand({ RoleName }));
                const { Statement } = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""));
                const principals = (Statement as TrustStatement[]).flatMap(({ Principal }) => Principal?.AWS ?? []);
                return principals.some((arn) => arn.endsWith(":root") || arn === "*") ? [role] : [];
            }),
        );
        const names = open.flat();
        return names.length === 0
            ? []
            : [
                  `every principal of account ${env.account} whose own policy allows it may assume ${names.join(", ")}: ` +
                      `name who may with pulumi config set -C core deployers '["arn:aws:iam::${env.account}:role/NAME"]', then pulumi up -C core`,
              ];
    },
};
