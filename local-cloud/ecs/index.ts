import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { getInterpreter } from "../aws/python";
import type { LocalService } from "../local-service";
import type { Settings } from "./main";
import { ensureRuntimeToken, tokenHeader } from "./runtime-token";

/** Runs ECS tasks: a Docker Engine API for the AWS emulator, with local processes as containers. */
export const runtime: LocalService = {
    name: "runtime",
    ports: ["runtime"],
    install: async () => {},

    async buildCommand(cloud) {
        const file = join(cloud.home, "runtime", "settings.json");
        const { home, ports } = cloud;
        const settings: Settings = {
            cloud: { home, ports },
            token: await ensureRuntimeToken(cloud),
            python: await getInterpreter(cloud),
        };
        await mkdir(join(home, "runtime"), { recursive: true, mode: 0o700 });
        await writeFile(file, JSON.stringify(settings), { mode: 0o600 });
        return {
            file: process.execPath,
            args: ["--require", join(__dirname, "../../util/register-typescript.js"), join(__dirname, "main.ts"), file],
            env: {
                AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
            },
        };
    },

    async checkHealth(cloud) {
        try {
            const { status } = await fetch(`http://127.0.0.1:${cloud.ports.runtime}/_ping`, {
                headers: { [tokenHeader]: await ensureRuntimeToken(cloud) },
                signal: AbortSignal.timeout(2_000),
            });
            return status === 200 ? undefined : `it answers ${status}`;
        } catch (error) {
            const { message, cause } = error as Error & { cause?: NodeJS.ErrnoException };
            return cause?.code ?? message;
        }
    },
};
