import assert from "node:assert/strict";
import { findTrailFault } from "../../../ops/account/trails";

const logging = { IsLogging: true };
const all = { EventSelectors: [{ ReadWriteType: "All" as const, IncludeManagementEvents: true }] };
const advanced = (fields: Record<string, string>) => ({
    AdvancedEventSelectors: [
        { FieldSelectors: Object.entries(fields).map(([Field, value]) => ({ Field, Equals: [value] })) },
    ],
});

describe("a trail is a record of who changes what", () => {
    const records = {
        "as CloudTrail makes it": all,
        "that leaves out what is only read": {
            EventSelectors: [{ ...all.EventSelectors[0], ReadWriteType: "WriteOnly" as const }],
        },
        "with selectors of the newer kind": advanced({ eventCategory: "Management" }),
        "with one of those among others": {
            AdvancedEventSelectors: [
                ...advanced({ eventCategory: "Data", "resources.type": "AWS::S3::Object" }).AdvancedEventSelectors,
                ...advanced({ eventCategory: "Management", readOnly: "false" }).AdvancedEventSelectors,
            ],
        },
    };
    for (const [which, selectors] of Object.entries(records))
        it(which, () => assert.equal(findTrailFault(logging, selectors), undefined));
});

describe("a trail is no record", () => {
    it("when it is stopped", () => assert.equal(findTrailFault({ IsLogging: false }, all), "it is stopped"));
    it("when its logs do not arrive", () =>
        assert.equal(
            findTrailFault({ ...logging, LatestDeliveryError: "AccessDenied" }, all),
            "its logs do not arrive (AccessDenied)",
        ));

    const other = {
        "without management events": { EventSelectors: [{ ...all.EventSelectors[0], IncludeManagementEvents: false }] },
        "with what is read alone": {
            EventSelectors: [{ ...all.EventSelectors[0], ReadWriteType: "ReadOnly" as const }],
        },
        "with data events of the newer kind": advanced({ eventCategory: "Data" }),
        "with what is read alone, by the newer kind": advanced({ eventCategory: "Management", readOnly: "true" }),
        "that selects nothing": {},
    };
    for (const [which, selectors] of Object.entries(other)) {
        it(which, () =>
            assert.equal(findTrailFault(logging, selectors), "it leaves out management events that change something"),
        );
    }
});
