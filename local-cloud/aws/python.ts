import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { createFolderAtomically } from "../../util/create-folder";
import type { Log } from "../local-service";

const run = promisify(execFile);
const requirementsFile = join(__dirname, "requirements.txt");
const minimumVersion = [3, 10] as const;
const pythonNames = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python"];

/** The interpreter of the virtual environment that holds the emulator, its Docker client and the AWS CLI. */
export async function getInterpreter({ tools }: { tools: string }): Promise<string> {
    const content = createHash("sha256")
        .update(await readFile(requirementsFile))
        .digest("hex");
    return join(tools, "aws", content.slice(0, 12), "bin", "python");
}

/** Creates the virtual environment unless it exists. */
export async function installPython({ tools }: { tools: string }, log: Log, search = pythonNames): Promise<void> {
    const python = await getInterpreter({ tools });
    if (existsSync(python)) return;
    const base = await findPython(search);
    log("downloading the AWS emulator and the AWS CLI (ministack, about 110 MB, once)");
    const folder = join(python, "..", "..");
    // A complete environment without a working interpreter outlived the Python it was created with.
    await rm(folder, { recursive: true, force: true });
    await mkdir(dirname(folder), { recursive: true });
    await createFolderAtomically(folder, async (partialFolder) => {
        await runPython(base, ["-m", "venv", partialFolder]);
        await runPython(join(partialFolder, "bin", "python"), [
            ...["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"],
            ...["--require-hashes", "--requirement", requirementsFile],
        ]);
    });
}

async function runPython(file: string, args: string[]) {
    const { PYTHONPATH: _, PYTHONHOME: __, ...env } = process.env;
    await run(file, args, { env, maxBuffer: 1 << 26 }).catch((error: { stderr?: string; message: string }) => {
        const output = (error.stderr?.trim() || error.message).split("\n").slice(-5).join("\n");
        throw new Error(
            `the AWS emulator could not be installed with ${file} ${args.slice(0, 3).join(" ")}: ${output}`,
        );
    });
}

/** The first Python that is new enough and can create virtual environments. Throws a message that says what to install. */
export async function findPython(search = pythonNames): Promise<string> {
    const requirement = `Python ${minimumVersion.join(".")} or later with its venv module`;
    const found: string[] = [];
    for (const name of search) {
        const version = await run(name, ["-c", "import sys; print(*sys.version_info[:2])"]).catch(() => undefined);
        if (!version) continue;
        const [major = 0, minor = 0] = version.stdout.split(" ").map(Number);
        const fits = major === minimumVersion[0] && minor >= minimumVersion[1];
        const venv = fits && (await run(name, ["-c", "import venv, ensurepip"]).catch(() => undefined));
        if (venv) return name;
        found.push(`${name} is ${major}.${minor}${fits ? " without venv" : ""}`);
    }
    throw new Error(
        `the AWS emulator needs ${requirement}, and ${found.join(", ") || "there is no python3 on PATH"}; ` +
            "install it (Debian, Ubuntu: apt-get install python3-venv; macOS: brew install python) and start again.",
    );
}
