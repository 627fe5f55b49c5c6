import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { createFolderAtomically } from "../../util/create-folder";
import type { Log } from "../local-service";

const pomFile = join(__dirname, "pom.xml");
const sourcesFolder = join(__dirname, "java");

/** The folder of the broker that pom.xml and java/ describe: a change of those is another folder, so none is half replaced. */
export function getJarsFolder(tools: string) {
    const hash = createHash("sha256").update(readFileSync(pomFile));
    for (const name of (readdirSync(sourcesFolder, { recursive: true }) as string[]).sort()) {
        if (name.endsWith(".java")) hash.update(name).update(readFileSync(join(sourcesFolder, name)));
    }
    return join(tools, "kafka", hash.digest("hex").slice(0, 12));
}

/** The broker and the classes of java/, for `java -cp`. */
export const buildClassPath = (tools: string) =>
    [join(getJarsFolder(tools), "classes"), join(getJarsFolder(tools), "*")].join(":");

/** Downloads the broker from Maven Central and compiles java/, unless that is done. */
export async function ensureBrokerJars(tools: string, log: Log, env: NodeJS.ProcessEnv = process.env) {
    const jars = getJarsFolder(tools);
    if (existsSync(jars)) return;
    await assertJavaCompiler(env);
    await mkdir(dirname(jars), { recursive: true });
    log("downloading Apache Kafka (43 MB) from Maven Central and compiling devmin's classes for it");
    await createFolderAtomically(jars, (partialFolder) =>
        runMaven(["dependency:copy-dependencies", "compiler:compile", `-Dout=${partialFolder}`, "-f", pomFile], log),
    );
}

function runMaven(goal: string[], log: Log) {
    return new Promise<void>((resolve, reject) => {
        const run = spawn("mvn", ["--batch-mode", "--strict-checksums", ...goal], {
            stdio: ["ignore", "pipe", "pipe"],
        });
        const last: string[] = [];
        const readLine = (line: string) => {
            const [, jar, size] = /Downloaded from \S+ \S+\/([^/\s]+\.jar) \((.+?) at /.exec(line) ?? [];
            if (jar) log(`downloaded ${jar} (${size})`);
            const [, compiling] = / (Compiling \d+ source files?) /.exec(line) ?? [];
            if (compiling) log(compiling);
            if (line.includes("ERROR")) last.push(line);
        };
        createInterface(run.stdout).on("line", readLine);
        createInterface(run.stderr).on("line", readLine);
        run.once("error", () =>
            reject(
                new Error(
                    "Maven (mvn) is not on PATH; it downloads the Kafka broker: install it with `apt-get install maven` on Debian or Ubuntu, `brew install maven` on macOS.",
                ),
            ),
        );
        run.once("close", (code) =>
            code === 0
                ? resolve()
                : reject(
                      new Error(
                          `Maven could not download or compile the Kafka broker (exit code ${code}): ${last[0] ?? "no error message"}`,
                      ),
                  ),
        );
    });
}

const oldestJava = 17;
const installHint = `install a JDK, ${oldestJava} or newer, with \`apt-get install openjdk-17-jdk-headless\` on Debian or Ubuntu, \`brew install openjdk@17\` on macOS.`;

/** A program of the JDK. JAVA_HOME wins, as it does for Maven. */
const getJdkProgram = (name: string, { JAVA_HOME }: NodeJS.ProcessEnv) =>
    JAVA_HOME ? join(JAVA_HOME, "bin", name) : name;

/** The `java` to run. Throws if it is missing or too old. */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<string> {
    const java = getJdkProgram("java", env);
    const versionOutput = await promisify(execFile)(java, ["-version"], { env }).catch(() => undefined);
    if (!versionOutput) throw new Error(`${java} does not run, but the Kafka broker needs it: ${installHint}`);
    const version = /version "(?:1\.)?(\d+)/.exec(versionOutput.stderr)?.[1];
    if (Number(version ?? 0) < oldestJava) {
        throw new Error(
            `${java} is Java ${version ?? "of an unknown version"}, but the Kafka broker needs ${oldestJava}: ${installHint}`,
        );
    }
    return java;
}

/** Without a compiler Maven would fail with forty lines of output. */
async function assertJavaCompiler(env: NodeJS.ProcessEnv) {
    const javac = getJdkProgram("javac", env);
    await promisify(execFile)(javac, ["-version"], { env }).catch(() => {
        throw new Error(`${javac} does not run, but a part of the Kafka broker must be compiled: ${installHint}`);
    });
}
