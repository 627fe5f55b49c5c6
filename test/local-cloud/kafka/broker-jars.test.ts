import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBrokerJars, findJava, getJarsFolder } from "../../../local-cloud/kafka/broker-jars";

describe("the broker's requirements", () => {
    let folder: string;
    const path = process.env.PATH;

    const script = async (name: string, lines: string) => {
        const file = join(folder, "bin", name);
        await mkdir(join(folder, "bin"), { recursive: true });
        await writeFile(file, `#!/bin/sh\n${lines}\n`);
        await chmod(file, 0o755);
    };
    const maven = (lines: string) =>
        script("mvn", `for a in "$@"; do case $a in -Dout=*) out=\${a#*=};; esac; done\n${lines}`);

    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "devmin-jars-"));
        process.env.PATH = `${join(folder, "bin")}:/usr/bin:/bin`;
        await script("javac", "exit 0");
    });
    afterEach(async () => {
        process.env.PATH = path;
        await rm(folder, { recursive: true });
    });

    for (const version of ["17.0.15", "21", "25-ea"]) {
        it(`accepts Java ${version}`, async () => {
            await script("java", `echo 'openjdk version "${version}"' >&2`);
            assert.equal(await findJava({ JAVA_HOME: folder }), join(folder, "bin", "java"));
        });
    }
    for (const [version, logged] of Object.entries({ "11.0.2": "Java 11", "1.8.0_402": "Java 8" })) {
        it(`refuses ${logged} and says what to install`, async () => {
            await script("java", `echo 'java version "${version}"' >&2`);
            await assert.rejects(findJava({ JAVA_HOME: folder }), {
                message: new RegExp(`is ${logged}, but the Kafka broker needs 17: install a JDK.*apt-get.*brew`),
            });
        });
    }
    it("says what to install if Java is missing", async () => {
        await assert.rejects(findJava({ PATH: folder }), {
            message: /^java does not run, but .*: install a JDK, 17 .*apt-get.*brew/,
        });
    });

    it("keeps Maven's downloads and reports their progress", async () => {
        const logged: string[] = [];
        await maven(
            `echo "[INFO] Downloaded from central: https://example.org/a/kafka.jar (2.1 MB at 9 MB/s)"; touch $out/kafka.jar; echo "[INFO] Compiling 2 source files with javac [debug release 17] to classes"`,
        );
        await ensureBrokerJars(folder, (line) => logged.push(line));
        assert.ok(existsSync(join(getJarsFolder(folder), "kafka.jar")));
        assert.deepEqual(logged, [
            "downloading Apache Kafka (43 MB) from Maven Central and compiling devmin's classes for it",
            "downloaded kafka.jar (2.1 MB)",
            "Compiling 2 source files",
        ]);
    });
    it("says what to install if the compiler is missing, before any download", async () => {
        await maven("exit 1");
        await assert.rejects(
            ensureBrokerJars(folder, () => assert.fail("nothing to say"), { PATH: folder }),
            {
                message:
                    /^javac does not run, but a part of the Kafka broker must be compiled: install a JDK.*apt-get.*brew/,
            },
        );
    });
    it("runs Maven only once", async () => {
        await mkdir(getJarsFolder(folder), { recursive: true });
        await maven("exit 1");
        await ensureBrokerJars(folder, () => assert.fail("nothing to say"));
    });
    it("keeps nothing of a failed download and reports Maven's error", async () => {
        await maven(`touch $out/half.jar; echo "[ERROR] no route to host"; exit 1`);
        await assert.rejects(
            ensureBrokerJars(folder, () => undefined),
            { message: /exit code 1.*no route to host/ },
        );
        assert.ok(!existsSync(getJarsFolder(folder)));
        await maven("touch $out/kafka.jar");
        await ensureBrokerJars(folder, () => undefined);
        assert.ok(!existsSync(join(getJarsFolder(folder), "half.jar")));
    });
    it("says what to install if Maven is missing", async () => {
        process.env.PATH = join(folder, "bin");
        await assert.rejects(
            ensureBrokerJars(folder, () => undefined),
            { message: /^Maven \(mvn\) is not on PATH; .*apt-get.*brew/ },
        );
    });
});
