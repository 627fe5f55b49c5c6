import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import type { Say } from "../piece";

const pom = join(__dirname, "pom.xml");

/** Where this pom's jars are kept: a changed pom is a new folder, so an old one can never be half replaced. */
export function jarsIn(tools: string) {
    return join(tools, "kafka", createHash("sha256").update(readFileSync(pom)).digest("hex").slice(0, 12));
}

/** Fetches the broker from Maven Central unless it is there; being killed half-way leaves a folder nobody looks into. */
export async function fetchJars(tools: string, say: Say) {
    const jars = jarsIn(tools);
    if (existsSync(jars)) return;
    const part = `${jars}.part`;
    await rm(part, { recursive: true, force: true });
    await mkdir(part, { recursive: true });
    say("Fetching Apache Kafka (43 MB) from Maven Central");
    await maven(["dependency:copy-dependencies", `-DoutputDirectory=${part}`, "-f", pom], say);
    await rename(part, jars);
}

function maven(goal: string[], say: Say) {
    return new Promise<void>((resolve, reject) => {
        const run = spawn("mvn", ["--batch-mode", "--strict-checksums", ...goal], {
            stdio: ["ignore", "pipe", "pipe"],
        });
        const last: string[] = [];
        const follow = (line: string) => {
            const [, jar, size] = /Downloaded from \S+ \S+\/([^/\s]+\.jar) \((.+?) at /.exec(line) ?? [];
            if (jar) say(`Fetched ${jar} (${size})`);
            if (line.includes("ERROR")) last.push(line);
        };
        createInterface(run.stdout).on("line", follow);
        createInterface(run.stderr).on("line", follow);
        run.once("error", () =>
            reject(
                new Error(
                    "Maven (mvn) is not on PATH and fetches the Kafka broker: install it with `apt-get install maven` on Debian or Ubuntu, `brew install maven` on macOS.",
                ),
            ),
        );
        run.once("close", (code) =>
            code === 0
                ? resolve()
                : reject(
                      new Error(
                          `Maven could not fetch the Kafka broker (exit ${code}): ${last[0] ?? "it said nothing"}`,
                      ),
                  ),
        );
    });
}

const oldestJava = 17;

/** The java to run, proven new enough. JAVA_HOME wins, as it does for Maven. */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<string> {
    const java = env.JAVA_HOME ? join(env.JAVA_HOME, "bin", "java") : "java";
    const install = `install Java ${oldestJava} or newer with \`apt-get install openjdk-17-jre-headless\` on Debian or Ubuntu, \`brew install openjdk@17\` on macOS.`;
    const said = await promisify(execFile)(java, ["-version"], { env }).catch(() => undefined);
    if (!said) throw new Error(`${java} does not run and the Kafka broker needs it: ${install}`);
    const version = /version "(?:1\.)?(\d+)/.exec(said.stderr)?.[1];
    if (Number(version ?? 0) < oldestJava) {
        throw new Error(
            `${java} is Java ${version ?? "of an unknown version"} and the Kafka broker needs ${oldestJava}: ${install}`,
        );
    }
    return java;
}
