import { chmod, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A container image that the runtime replaces by a program of this machine. */
export interface Image {
    /** Matches its repositories, without registry, tag and digest. */
    repository: RegExp;
    /** The image's entry point, in front of the command. */
    entryPoint: readonly string[];
    /** The command if the task definition has none. */
    command: readonly string[];
    /** The program on its PATH, besides the system's: a name, and either a file to link to or a shell script. */
    program: { name: string; link: string } | { name: string; script: string };
}

/** Every supported image. `python` is the interpreter of the AWS emulator's virtual environment, which has the AWS CLI. */
export const listImages = (python: string): readonly Image[] => [
    {
        repository: /(^|\/)node$/,
        entryPoint: [],
        command: ["node"],
        program: { name: "node", link: process.execPath },
    },
    {
        repository: /(^|\/)aws-cli$/,
        entryPoint: ["aws"],
        command: ["help"],
        program: { name: "aws", script: `exec '${python}' -m awscli "$@"` },
    },
];

/** `public.ecr.aws/docker/library/node:22-alpine` or `node@sha256:...` without tag and digest. */
export const parseRepository = (reference: string) => reference.replace(/@.*$/, "").replace(/:[^:/]*$/, "");

export function findImage(images: readonly Image[], reference: string): Image {
    const image = images.find(({ repository }) => repository.test(parseRepository(reference)));
    if (image) return image;
    throw new UnknownImageError(
        `the local cloud cannot run the image ${reference}; it knows ${images.map(({ repository }) => repository.source).join(", ")}: ` +
            "use one of these or add it to local-cloud/ecs/images.ts.",
    );
}

export class UnknownImageError extends Error {}

/** Creates the folder that an image's containers have in front of their PATH. */
export async function ensureProgramFolder(home: string, { program }: Image): Promise<string> {
    const folder = join(home, "runtime", "bin", program.name);
    const file = join(folder, program.name);
    await mkdir(folder, { recursive: true });
    await rm(file, { force: true });
    if ("link" in program) await symlink(program.link, file);
    else {
        await writeFile(file, `#!/bin/sh\n${program.script}\n`);
        await chmod(file, 0o755);
    }
    return folder;
}
