import { chmod, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A container image the runtime can stand in for: a program of this machine in place of the image's. */
export interface Image {
    /** Repositories it is known by, without registry, tag and digest. */
    repository: RegExp;
    /** The image's own entry point, in front of the command. */
    entryPoint: readonly string[];
    /** Its command when the task definition names none. */
    command: readonly string[];
    /** What it has on its PATH, besides the system's: name and either a file to link to or a shell script. */
    program: { name: string; link: string } | { name: string; script: string };
}

/** Every image there is here. `python` is the interpreter of the AWS emulator's environment, which holds the AWS CLI. */
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

/** Makes the folder an image's containers have in front of their PATH. */
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
