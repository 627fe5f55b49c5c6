import assert from "node:assert/strict";
import { buildNoProxyEnv } from "../../util/loopback-proxy";

describe("this machine", () => {
    for (const [how, shell, noProxy] of [
        ["is kept from the shell's proxy", { HTTPS_PROXY: "http://proxy" }, "localhost,127.0.0.1"],
        [
            "is kept from it beside what the shell keeps from it",
            { https_proxy: "http://proxy", NO_PROXY: ".corp,127.0.0.1" },
            ".corp,127.0.0.1,localhost",
        ],
    ] as const) {
        it(how, () => assert.deepEqual(buildNoProxyEnv(shell), { NO_PROXY: noProxy, no_proxy: noProxy }));
    }

    it("needs nothing in a shell without one", () => {
        assert.deepEqual(buildNoProxyEnv({ NO_PROXY: ".corp" }), {});
    });
});
