import { arnIn, nameInCore, type Place } from "../lib/names";
import type { Statement } from "../lib/policy";

/** To read evidence, and to add a link to its chain: whoever proves something writes it down. */
export function evidenceRights(place: Place): Statement[] {
    const evidence = arnIn(place, "s3", nameInCore(place, "evidence"));
    return [
        { Sid: "ReadEvidence", Effect: "Allow", Action: "s3:GetObject*", Resource: `${evidence}/*` },
        { Sid: "AddEvidence", Effect: "Allow", Action: "s3:PutObject", Resource: `${evidence}/chain/*` },
    ];
}
