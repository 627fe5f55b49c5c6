import assert from "node:assert/strict";
import { findTrailFault } from "../../../ops/account/trails";

const active = { IsLogging: true };
const allEvents = { EventSelectors: [{ ReadWriteType: "All" as const, IncludeManagementEvents: true }] };
const advanced = (fields: Record<string, string>) => ({
    AdvancedEventSelectors: [
        { FieldSelectors: Object.entries(fields).map(([Field, value]) => ({ Field, Equals: [value] })) },
    ],
});

describe("a trail records management events", () => {
    const records = {
        "as CloudTrail creates it": allEvents,
        "without read events": {
            EventSelectors: [{ ...allEvents.EventSelectors[0], ReadWriteType: "WriteOnly" as const }],
        },
        "with advanced selectors": advanced({ eventCategory: "Management" }),
        "with one of several advanced selectors": {
            AdvancedEventSelectors: [
                ...advanced({ eventCategory: "Data", "resources.type": "AWS::S3::Object" }).AdvancedEventSelectors,
                ...advanced({ eventCategory: "Management", readOnly: "false" }).AdvancedEventSelectors,
            ],
        },
    };
    for (const [which, selectors] of Object.entries(records))
        it(which, () => assert.equal(findTrailFault(active, selectors), undefined));
});

describe("a trail does not record management events", () => {
    it("when it is stopped", () => assert.equal(findTrailFault({ IsLogging: false }, allEvents), "it is stopped"));
    it("when its logs are not delivered", () =>
        assert.equal(
            findTrailFault({ ...active, LatestDeliveryError: "AccessDenied" }, allEvents),
            "its logs are not delivered (AccessDenied)",
        ));

    const other = {
        "without management events": {
            EventSelectors: [{ ...allEvents.EventSelectors[0], IncludeManagementEvents: false }],
        },
        "with read events only": {
            EventSelectors: [{ ...allEvents.EventSelectors[0], ReadWriteType: "ReadOnly" as const }],
        },
        "with data events only": advanced({ eventCategory: "Data" }),
        "with read events only, by advanced selectors": advanced({ eventCategory: "Management", readOnly: "true" }),
        "without selectors": {},
    };
    for (const [which, selectors] of Object.entries(other)) {
        it(which, () => assert.equal(findTrailFault(active, selectors), "it does not record write management events"));
    }
});
