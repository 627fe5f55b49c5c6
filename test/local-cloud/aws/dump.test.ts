import assert from "node:assert/strict";
import { toStores } from "../../../local-cloud/aws/dump";

const at = (key: string) => `000000000000\0us-east-1\0'${key}'`;
const scoped = (entries: Record<string, unknown>) => ({ __account_region_scoped__: true, data: entries });

describe("local-cloud/aws dump", () => {
    it("shows a service's stores under readable keys, without empty ones", () => {
        const payload = { services: scoped({ [at("demo/pulse")]: { status: "ACTIVE" } }), clusters: scoped({}) };
        assert.deepEqual(toStores("ecs", payload), {
            services: { "000000000000 us-east-1 'demo/pulse'": { status: "ACTIVE" } },
        });
    });

    it("does not depend on the order of creation", () => {
        const [a, b] = [
            { [at("a")]: 1, [at("b")]: 2 },
            { [at("b")]: 2, [at("a")]: 1 },
        ];
        assert.equal(JSON.stringify(toStores("x", { s: scoped(a) })), JSON.stringify(toStores("x", { s: scoped(b) })));
    });

    it("shows a secret as a digest that changes with it", () => {
        const of = (SecretString: string) =>
            JSON.stringify(
                toStores("secretsmanager", {
                    secrets: scoped({ [at("app")]: { Versions: { v1: { SecretString } } } }),
                }),
            );
        assert.doesNotMatch(of("hunter2"), /hunter2/);
        assert.notEqual(of("hunter2"), of("hunter3"));
        assert.equal(of("hunter2"), of("hunter2"));
    });

    it("leaves out a stopped task and keeps a running one", () => {
        const tasks = scoped({ [at("t1")]: { lastStatus: "STOPPED" }, [at("t2")]: { lastStatus: "RUNNING" } });
        assert.deepEqual(Object.keys(toStores("ecs", { tasks }).tasks as object), ["000000000000 us-east-1 't2'"]);
    });

    it("leaves out the tags of deleted ECS resources and keeps those in use", () => {
        const arn = (what: string) => `arn:aws:ecs:us-east-1:000000000000:${what}`;
        const pulse = (of: string) => ({ serviceArn: arn(`service/${of}`), clusterArn: arn("cluster/demo") });
        const payload = {
            tags: scoped(
                Object.fromEntries(
                    ["task-definition/1", "task-definition/2", "service/gone", "service/here"].map((what) => [
                        at(arn(what)),
                        [{ key: "a" }],
                    ]),
                ),
            ),
            task_defs: scoped({
                [at("pulse:1")]: { taskDefinitionArn: arn("task-definition/1"), status: "INACTIVE" },
                [at("pulse:2")]: { taskDefinitionArn: arn("task-definition/2"), status: "ACTIVE" },
            }),
            services: scoped({
                [at("gone")]: { ...pulse("gone"), status: "INACTIVE" },
                [at("here")]: { ...pulse("here"), status: "ACTIVE" },
            }),
        };
        assert.deepEqual(Object.keys(toStores("ecs", payload).tags as object), [
            `000000000000 us-east-1 '${arn("service/here")}'`,
            `000000000000 us-east-1 '${arn("task-definition/2")}'`,
        ]);
    });
});
