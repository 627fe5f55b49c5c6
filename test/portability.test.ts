import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..");

/** What runs on a user's machine, macOS included, and what its documentation says to type there. The local cloud has its own rules. */
const product = ["devmin", "index.ts", "cli", "core", "demo", "kafka", "lib", "ops", "policy-pack", "util"];
const documents = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs"];

/** What only Linux has, or only GNU's tools. A line that asks for the platform first may use it. */
const linuxOnly: readonly [pattern: RegExp, what: string][] = [
    [/\/proc\/|\/sys\/|\/dev\/shm/, "a file system of Linux"],
    [/\/etc\/os-release|\/usr\/lib\/x86_64/, "a path of Linux distributions"],
    [/\b(timedatectl|systemctl|journalctl|loginctl|apt-get|dnf|yum)\b/, "a command of Linux distributions"],
    [/\b(setsid|nproc|getent|sha256sum|md5sum|ldd|strace|fuser)\b/, "a command that macOS lacks"],
    [
        /\bdate (-d|--date)|\bstat -c|\bsed -i\b|\breadlink -[em]|\bgrep -\w*P\b|\bxargs -r|\bbase64 -w/,
        "a GNU-only option",
    ],
    [/\bcp -al|\btouch -d|\bsort -V|\bfind .* -printf|\bps .*--(forest|ppid)|\btail --pid/, "a GNU-only option"],
    [/platform\s*!==?\s*"linux"/, "a refusal of other systems"],
];
const asksForPlatform = /process\.platform === "linux" &&/;

const findLinuxOnly = (text: string): string[] =>
    text
        .split("\n")
        .flatMap((line, index) =>
            asksForPlatform.test(line)
                ? []
                : linuxOnly
                      .filter(([pattern]) => pattern.test(line))
                      .map(([, what]) => `line ${index + 1} has ${what}: ${line.trim()}`),
        );

describe("macOS", () => {
    const files = execFileSync(
        "git",
        ["ls-files", "--cached", "--others", "--exclude-standard", ...product, ...documents],
        {
            cwd: root,
            encoding: "utf8",
        },
    )
        .split("\n")
        .filter(Boolean);

    it("has all that the product and its documents use", () => {
        assert.ok(files.length > 200, `${files.length} files`);
        const found = files.flatMap((file) =>
            findLinuxOnly(readFileSync(join(root, file), "utf8")).map((problem) => `${file}, ${problem}`),
        );
        assert.deepEqual(found, []);
    });

    for (const line of [
        "correct it, for example with timedatectl set-ntp true",
        'readFileSync("/proc/1/status")',
        'until=$(date -d "+1 day" +%F)',
        'if (process.platform !== "linux") throw new Error("Linux only");',
    ]) {
        it(`lacks what is in: ${line}`, () => assert.equal(findLinuxOnly(line).length, 1));
    }

    it("is not concerned by what is asked of Linux alone", () => {
        assert.deepEqual(findLinuxOnly('process.platform === "linux" && readFileSync("/proc/1/status")'), []);
    });
});
