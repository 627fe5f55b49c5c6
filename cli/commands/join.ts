import { createRoleClients } from "../../ops/clients/assume-role";
import { readEnvironment } from "../../ops/environment";
import { joinEnvironment } from "../../ops/join";
import { createPulumiCli } from "../../ops/pulumi/cli";
import type { CommandCall } from "../command";

/** `./devmin join`: exit code 0 only if every layer that is up previews without a change. */
export async function run({ root, log }: CommandCall): Promise<void> {
    const env = readEnvironment(root);
    const auditor = await createRoleClients(env, "auditor");
    const pulumi = await createPulumiCli(env, log, { role: "auditor" });
    const results = await joinEnvironment(env, auditor, pulumi, log);
    for (const { project, isUp, problem } of results) {
        console.log(`${project.padEnd(7)}  ${isUp ? (problem ? "differs" : "no change") : "not up"}`);
        if (problem) console.log(problem.replace(/^/gm, "         "));
    }
    const changedProjects = results.filter(({ problem }) => problem).map(({ project }) => project);
    if (changedProjects.length) {
        throw new Error(
            `${changedProjects.join(", ")} would change from here; what stands above says why: is this clone at the commit that is up?`,
        );
    }
    console.log(`the stack ${env.stack} is selected, and nothing would change. Go on with: eval "$(./devmin env)"`);
}
