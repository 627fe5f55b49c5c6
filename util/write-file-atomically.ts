import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";

/**
 * Writes a file completely or not at all: into a temporary file next to it, which is then renamed. Readers, and whoever comes
 * after a crash, find the old content or the new. Synchronous, so that two writes of one process cannot overtake each other.
 *
 * @param options.mode Permissions of the file, whether or not it existed. @default 0o600
 */
export function writeFileAtomically(file: string, content: string, { mode = 0o600 } = {}): void {
    const partialFile = `${file}.${process.pid}.part`;
    try {
        const descriptor = openSync(partialFile, "w", mode);
        try {
            writeFileSync(descriptor, content);
            fsyncSync(descriptor); // otherwise a power failure could leave the new name with no content
        } finally {
            closeSync(descriptor);
        }
        renameSync(partialFile, file);
    } catch (error) {
        rmSync(partialFile, { force: true });
        throw error;
    }
}
