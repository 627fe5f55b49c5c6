// Plain JavaScript, because it runs before anything is installed.
const { spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const { join } = require("node:path");

/**
 * Installs what package-lock.json names, unless it is there. The packages are there whole, with the mark of their lock file, or
 * not at all: installed beside, then renamed. A killed install leaves what the next one sweeps; of two at once either's serves.
 * Returns whether they are there.
 */
module.exports = function install(root) {
    const packages = join(root, "node_modules");
    const lock = createHash("sha256")
        .update(fs.readFileSync(join(root, "package-lock.json")))
        .digest("hex");
    const isThere = () => {
        const mark = join(packages, ".devmin-installed");
        return fs.existsSync(mark) && fs.readFileSync(mark, "utf8") === lock;
    };
    if (isThere()) return true;
    console.error("devmin: installing the npm packages of package-lock.json (about a minute the first time)");
    const home = join(root, ".devmin");
    fs.mkdirSync(home, { recursive: true });
    sweep(home);
    const part = join(home, `npm.${process.pid}.part`);
    fs.mkdirSync(part);
    try {
        for (const file of ["package.json", "package-lock.json"]) fs.copyFileSync(join(root, file), join(part, file));
        const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
            cwd: part,
            stdio: ["ignore", 2, 2],
            shell: process.platform === "win32",
        });
        if (npm.status !== 0) {
            const reason = npm.error?.message ?? npm.signal ?? `exit code ${npm.status}`;
            console.error(`devmin: npm ci failed (${reason}); its reason is above.`);
            return false;
        }
        if (isThere()) return true; // another install was done first
        fs.writeFileSync(join(part, "node_modules", ".devmin-installed"), lock);
        if (fs.existsSync(packages)) move(packages, join(part, "old"), "ENOENT");
        move(join(part, "node_modules"), packages, "ENOTEMPTY");
        if (!isThere())
            console.error("devmin: another package-lock.json was installed at the same time: run it again.");
        return isThere();
    } finally {
        fs.rmSync(part, { recursive: true, force: true });
    }
};

/** Renames a folder, unless another install was just there first, which `meanwhile` tells. */
function move(from, to, meanwhile) {
    try {
        fs.renameSync(from, to);
    } catch (error) {
        if (error.code !== meanwhile) throw error;
    }
}

/** Removes what installs that were killed left. */
function sweep(home) {
    for (const name of fs.readdirSync(home)) {
        const [, pid] = /^npm\.(\d+)\.part$/.exec(name) ?? [];
        if (pid && !isRunning(Number(pid))) fs.rmSync(join(home, name), { recursive: true, force: true });
    }
}

function isRunning(pid) {
    try {
        return process.kill(pid, 0);
    } catch (error) {
        return error.code !== "ESRCH";
    }
}
