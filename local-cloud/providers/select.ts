import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "../../util/write-file-atomically";

/** Whose providers Pulumi uses in the local cloud: those of AWS and Confluent, or devmin's, which need no download. */
export type ProviderKind = "official" | "offline";

interface ProviderChoice {
    /** The local cloud's folder, where the choice is kept until the folder is removed. */
    home: string;
    /** What the user asked for. */
    asked: ProviderKind | undefined;
    /** Ensures that Pulumi has the official providers. Throws why it cannot have them. */
    ensureOfficial: () => Promise<void>;
    log: (line: string) => void;
}

/**
 * Selects as asked; otherwise as at the last start; otherwise the official providers where they can be had, and the offline ones
 * where not. Says in one line which and why.
 * Throws if the official ones were asked for, or used before, and cannot be had.
 */
export async function selectProviders({ home, asked, ensureOfficial, log }: ProviderChoice): Promise<ProviderKind> {
    const kept = await readProviderKind(home);
    const wanted = asked ?? kept;
    const reason = asked ? "as asked" : "as at the last start";
    const keep = (kind: ProviderKind, why: string): ProviderKind => {
        log(`using ${kind === "official" ? "the official providers" : "devmin's offline providers"}: ${why}`);
        if (kind !== kept) writeFileAtomically(getFile(home), `${kind}\n`);
        return kind;
    };
    if (wanted === "offline") return keep("offline", reason);
    try {
        await ensureOfficial();
    } catch (error) {
        const { message } = error as Error;
        if (wanted === "official")
            throw new Error(`${message}; or use devmin's offline providers, with --providers offline.`);
        return keep("offline", message);
    }
    return keep("official", wanted ? reason : "they are installed");
}

/** What the local cloud in a folder uses; undefined if none was ever started there. */
export async function readProviderKind(home: string): Promise<ProviderKind | undefined> {
    const text = await readFile(getFile(home), "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
    });
    return text?.trim() as ProviderKind | undefined;
}

const getFile = (home: string) => join(home, "providers");
