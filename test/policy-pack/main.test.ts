import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { runtime } from "@pulumi/pulumi";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as policies from "../../policy-pack/rules";
import { readPackVersion } from "../../policy-pack/runtime/digest";
import { renamedPolicies } from "../../policy-pack/runtime/renamed-policies";
import { previewUnknown } from "./evaluate-policy";

const folder = join(__dirname, "../../policy-pack");

describe("the policy pack started by the engine", () => {
    let pack: ChildProcess;
    let client: AnalyzerClient;

    before(async () => {
        pack = spawn(process.execPath, ["main.js"], {
            cwd: folder,
            stdio: ["ignore", "pipe", "inherit"],
        });
        const [port] = await once(createInterface({ input: pack.stdout as NodeJS.ReadableStream }), "line");
        client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    });
    after(async () => {
        client.close();
        pack.kill();
        await once(pack, "exit");
    });

    it("lists its policies, all mandatory except the remediating one", async () => {
        const info = await new Promise<analyzer.AnalyzerInfo>((resolve, reject) =>
            client.getAnalyzerInfo(new Empty(), (error, answer) => (error ? reject(error) : resolve(answer))),
        );
        assert.equal(info.getName(), "devmin");
        assert.equal(info.getVersion(), readPackVersion(folder), "the digest of the pack's files");
        const given = info.getPoliciesList();
        assert.deepEqual(
            given.map((policy) => policy.getName()).sort(),
            [
                ...Object.values(policies).map(({ name }) => name),
                "valid-waivers",
                ...Object.keys(renamedPolicies),
            ].sort(),
        );
        for (const policy of given) {
            const { MANDATORY, REMEDIATE } = analyzer.EnforcementLevel;
            assert.equal(policy.getEnforcementlevel(), policy.getName() === "required-tags" ? REMEDIATE : MANDATORY);
        }
    });

    it("remediates a service without tag propagation and keeps unknowns and secrets", async () => {
        const properties = {
            desiredCount: 1,
            taskDefinition: previewUnknown,
            name: { [runtime.specialSigKey]: runtime.specialSecretSig, value: "it" },
        };
        const request = new analyzer.AnalyzeRequest();
        request.setType("aws:ecs/service:Service");
        request.setUrn("urn:pulumi:local::devmin-demo::aws:ecs/service:Service::it");
        request.setName("it");
        request.setProperties(Struct.fromJavaScript(properties));
        request.setOptions(new analyzer.AnalyzerResourceOptions());
        const answer = await new Promise<analyzer.RemediateResponse>((resolve, reject) =>
            client.remediate(request, (error, given) => (error ? reject(error) : resolve(given))),
        );
        const remediated = answer.getRemediationsList().map((each) => each.getProperties()?.toJavaScript());
        assert.deepEqual(remediated, [{ ...properties, propagateTags: "SERVICE" }]);
    });

    it("denies a value that is unknown in preview", async () => {
        const request = new analyzer.AnalyzeRequest();
        request.setType("aws:ecs/service:Service");
        request.setUrn("urn:pulumi:local::trial::aws:ecs/service:Service::it");
        request.setName("it");
        request.setProperties(Struct.fromJavaScript({ desiredCount: previewUnknown }));
        request.setOptions(new analyzer.AnalyzerResourceOptions());
        const answer = await new Promise<analyzer.AnalyzeResponse>((resolve, reject) =>
            client.analyze(request, (error, given) => (error ? reject(error) : resolve(given))),
        );
        const of = answer.getDiagnosticsList().filter((diagnostic) => diagnostic.getPolicyname() === "ecs-task-limits");
        assert.deepEqual(
            of.map((diagnostic) => diagnostic.getEnforcementlevel()),
            of.map(() => analyzer.EnforcementLevel.MANDATORY),
        );
        assert.match(of[0]?.getMessage() as string, /desiredCount is unknown in preview/);
    });
});
