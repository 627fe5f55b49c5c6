import { findHalfDoneRotations, formatHalfDoneRotation } from "../recovery/half-done-rotations";
import type { Check } from "./check";

/** A key is rotated because the old one may have leaked, and that works until the rotation has ended. */
export const keyRotationCheck: Check = {
    claim: "no rotation of an API key is half done",
    layers: ["kafka"],
    findProblems: async (_env, _outputs, { states }) =>
        findHalfDoneRotations(states.kafka?.resources ?? []).map(formatHalfDoneRotation),
};
