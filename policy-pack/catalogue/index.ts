/** What a dev environment does without, one file a group of services, and what it keeps: plain data, read by whoever asks. */
import * as autoscaling from "./denied/autoscaling";
import * as confluent from "./denied/confluent";
import * as databases from "./denied/databases";
import * as ec2 from "./denied/ec2";
import * as ecs from "./denied/ecs";
import * as eks from "./denied/eks";
import * as elasticloadbalancing from "./denied/elasticloadbalancing";
import * as escapeHatches from "./denied/escape-hatches";
import * as keys from "./denied/keys";
import * as networking from "./denied/networking";
import * as observability from "./denied/observability";
import * as platforms from "./denied/platforms";
import * as rds from "./denied/rds";
import * as security from "./denied/security";
import * as serverless from "./denied/serverless";
import * as storage from "./denied/storage";
import * as streams from "./denied/streams";
import type { CostlyResource, DeniedResource, ExposedResource } from "./denied-resource";
import * as openings from "./exposures";

export { formatPrices, type PriceRow, type UnitPrice } from "../pricing/priced";
export { isTypeMatch } from "../runtime/type-pattern";
export { addWaiverHint, formatDenyReason, formatViolation } from "../runtime/violation-message";
export { findWaiverFieldProblem, isWaiverFor, waivers } from "../runtime/waivers";
export type { AllowedResource } from "./allowed";
export * as kept from "./allowed";
export type {
    Constraint,
    CostlyResource,
    DeniedResource,
    ExposedResource,
    OneOfConstraint,
    RangeConstraint,
} from "./denied-resource";
export { freeTypes } from "./free";

/** All that is denied, for its price or for whom it lets in. */
export const deniedResources: readonly DeniedResource[] = [
    ...[autoscaling, databases, ec2, ecs, eks, elasticloadbalancing, keys, networking, observability],
    ...[platforms, rds, security, serverless, storage, streams, confluent, escapeHatches, openings],
].flatMap((service): DeniedResource[] => Object.values(service));

/** Denied for what it costs. */
export const costlyResources: readonly CostlyResource[] = deniedResources.filter(
    (row): row is CostlyResource => "monthly" in row,
);

/** Denied for who could get in. */
export const exposedResources: readonly ExposedResource[] = deniedResources.filter(
    (row): row is ExposedResource => "because" in row,
);
