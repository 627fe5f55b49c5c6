// Plain JavaScript, because it runs before anything is installed.
const { spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const { join } = require("node:path");

/**
 * Installs what package-lock.json names, unless it is there: the product's packages, or with `all` those of the local cloud and the
 * tests as well. The packages are there whole, with the mark of their lock file, or not at all: installed beside, then renamed. A
 * killed install leaves what the next one removes; of two at once either's serves. Returns whether they are there.
 */
module.exports = function install(root, { all = false } = {}) {
    const packages = join(root, "node_modules");
    const lock = createHash("sha256")
        .update(fs.readFileSync(join(root, "package-lock.json")))
        .digest("hex");
    const wholeMark = `${lock} all`;
    const isThere = () => {
        const file = join(packages, ".devmin-installed");
        const mark = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
        return mark === wholeMark || (!all && mark === lock);
    };
    if (isThere()) return true;
    const what = all ? "the npm packages of devmin, its local cloud and its tests" : "devmin's npm packages";
    console.error(`devmin: installing ${what} (about a minute the first time)`);
    const home = join(root, ".devmin");
    fs.mkdirSync(home, { recursive: true });
    removeStaleInstalls(home);
    const part = join(home, `npm.${process.pid}.part`);
    fs.mkdirSync(part);
    try {
        const { workspaces = [] } = JSON.parse(fs.readFileSync(join(root, "package.json"), "utf8"));
        for (const workspace of workspaces) fs.mkdirSync(join(part, workspace));
        const files = ["package-lock.json", ...["", ...workspaces].map((folder) => join(folder, "package.json"))];
        for (const file of files) fs.copyFileSync(join(root, file), join(part, file));
        const productOnly = all ? [] : ["--omit=dev", "--workspaces=false"];
        const npm = spawnSync("npm", ["ci", ...productOnly, "--no-audit", "--no-fund", "--loglevel=error"], {
            cwd: part,
            stdio: ["ignore", 2, 2],
            shell: process.platform === "win32",
        });
        if (npm.status !== 0) {
            const reason = npm.error?.message ?? npm.signal ?? `exit code ${npm.status}`;
            console.error(
                npm.error?.code === "ENOENT"
                    ? "devmin: npm is not on PATH: install Node.js with npm (https://nodejs.org), then try again."
                    : `devmin: npm ci failed (${reason}); its reason is above.`,
            );
            return false;
        }
        if (isThere()) return true; // another install was done first
        fs.writeFileSync(join(part, "node_modules", ".devmin-installed"), all ? wholeMark : lock);
        if (fs.existsSync(packages)) moveFolder(packages, join(part, "old"), "ENOENT");
        moveFolder(join(part, "node_modules"), packages, "ENOTEMPTY");
        if (!isThere())
            console.error("devmin: another package-lock.json was installed at the same time: run it again.");
        return isThere();
    } finally {
        fs.rmSync(part, { recursive: true, force: true });
    }
};

/** Renames a folder, unless another install was just there first, which `meanwhile` tells. */
function moveFolder(from, to, meanwhile) {
    try {
        fs.renameSync(from, to);
    } catch (error) {
        if (error.code !== meanwhile) throw error;
    }
}

/** Removes what installs that were killed left. */
function removeStaleInstalls(home) {
    for (const name of fs.readdirSync(home)) {
        const [, pid] = /^npm\.(\d+)\.part$/.exec(name) ?? [];
        if (pid && !isProcessRunning(Number(pid))) fs.rmSync(join(home, name), { recursive: true, force: true });
    }
}

/** A shorter util/is-process-running.ts, which is TypeScript: nothing that could load it is installed yet. */
function isProcessRunning(pid) {
    try {
        return process.kill(pid, 0);
    } catch (error) {
        return error.code !== "ESRCH";
    }
}
