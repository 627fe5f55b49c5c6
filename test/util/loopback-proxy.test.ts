import assert from "node:assert/strict";
import { buildNoProxyEnv } from "../../util/loopback-proxy";

describe("NO_PROXY", () => {
    for (const [title, shell, noProxy] of [
        [
            "contains the loopback hosts if the shell has a proxy",
            { HTTPS_PROXY: "http://proxy" },
            "localhost,127.0.0.1",
        ],
        [
            "keeps the hosts that the shell already excludes",
            { https_proxy: "http://proxy", NO_PROXY: ".corp,127.0.0.1" },
            ".corp,127.0.0.1,localhost",
        ],
    ] as const) {
        it(title, () => assert.deepEqual(buildNoProxyEnv(shell), { NO_PROXY: noProxy, no_proxy: noProxy }));
    }

    it("is not set in a shell without a proxy", () => {
        assert.deepEqual(buildNoProxyEnv({ NO_PROXY: ".corp" }), {});
    });
});
