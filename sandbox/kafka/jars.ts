import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import type { Say } from "../piece";

const pom = join(__dirname, "pom.xml");
const sources = join(__dirname, "java");

/** Where the broker this pom and these sources make is kept: a change is a new folder, so an old one can never be half replaced. */
export function jarsIn(tools: string) {
    const hash = createHash("sha256").update(readFileSync(pom));
    for (const name of (readdirSync(sources, { recursive: true }) as string[]).sort()) {
        if (name.endsWith(".java")) hash.update(name).update(readFileSync(join(sources, name)));
    }
    return join(tools, "kafka", hash.digest("hex").slice(0, 12));
}

/** The broker and what we add to it, for `java -cp`. */
export const classPath = (tools: string) => [join(jarsIn(tools), "classes"), join(jarsIn(tools), "*")].join(":");

/** Fetches the broker from Maven Central and compiles what we add, unless it is there; being killed half-way leaves a folder nobody looks into. */
export async function fetchBroker(tools: string, say: Say, env: NodeJS.ProcessEnv = process.env) {
    const jars = jarsIn(tools);
    if (existsSync(jars)) return;
    await demandCompiler(env);
    const part = `${jars}.part`;
    await rm(part, { recursive: true, force: true });
    await mkdir(part, { recursive: true });
    say("Fetching Apache Kafka (43 MB) from Maven Central, and compiling what is ours in it");
    await maven(["dependency:copy-dependencies", "compiler:compile", `-Dout=${part}`, "-f", pom], say);
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
            const [, compiling] = / (Compiling \d+ source files?) /.exec(line) ?? [];
            if (compiling) say(compiling);
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
                          `Maven could not make the Kafka broker (exit ${code}): ${last[0] ?? "it said nothing"}`,
                      ),
                  ),
        );
    });
}

const oldestJava = 17;
const install = `install a JDK, ${oldestJava} or newer, with \`apt-get install openjdk-17-jdk-headless\` on Debian or Ubuntu, \`brew install openjdk@17\` on macOS.`;

/** A program of the JDK. JAVA_HOME wins, as it does for Maven. */
const programOf = (name: string, { JAVA_HOME }: NodeJS.ProcessEnv) => (JAVA_HOME ? join(JAVA_HOME, "bin", name) : name);

/** The java to run, proven new enough. */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<string> {
    const java = programOf("java", env);
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

/** Maven compiles with the JDK that runs it; without a compiler it would say so in forty lines. */
async function demandCompiler(env: NodeJS.ProcessEnv) {
    const javac = programOf("javac", env);
    await promisify(execFile)(javac, ["-version"], { env }).catch(() => {
        throw new Error(`${javac} does not run and a part of the Kafka broker is compiled here: ${install}`);
    });
}
