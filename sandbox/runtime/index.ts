import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pythonOf } from "../aws/python";
import type { Piece } from "../piece";
import type { Settings } from "./main";
import { tokenHeader, tokenOf } from "./token";

const root = join(__dirname, "..", "..");

/** Where ECS tasks run: a Docker Engine API for the emulator, whose containers are local processes. */
export const runtime: Piece = {
    name: "runtime",
    ports: ["runtime"],
    install: async () => {},

    async command(place) {
        const file = join(place.home, "runtime", "settings.json");
        const { home, ports } = place;
        const settings: Settings = {
            place: { home, ports },
            token: await tokenOf(place),
            python: await pythonOf(place),
        };
        await mkdir(join(home, "runtime"), { recursive: true, mode: 0o700 });
        await writeFile(file, JSON.stringify(settings), { mode: 0o600 });
        return {
            file: process.execPath,
            args: ["--require", require.resolve("ts-node/register/transpile-only"), join(__dirname, "main.ts"), file],
            env: {
                TS_NODE_PROJECT: join(root, "tsconfig.json"),
                AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
            },
        };
    },

    async answers(place) {
        try {
            const { status } = await fetch(`http://127.0.0.1:${place.ports.runtime}/_ping`, {
                headers: { [tokenHeader]: await tokenOf(place) },
                signal: AbortSignal.timeout(2_000),
            });
            return status === 200 ? undefined : `it answers ${status}`;
        } catch (error) {
            const { message, cause } = error as Error & { cause?: NodeJS.ErrnoException };
            return cause?.code ?? message;
        }
    },
};
