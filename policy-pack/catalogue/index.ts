/** Denied resources, one file per group of services, and allowed ones: plain data for the policies, the docs and ./devmin. */
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

export { formatPrices, formatUnitPrices, type PriceRow, type UnitPrice } from "../pricing/priced";
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

/** All denied resources: for their cost, or for the access they give. */
export const deniedResources: readonly DeniedResource[] = [
    ...[autoscaling, databases, ec2, ecs, eks, elasticloadbalancing, keys, networking, observability],
    ...[platforms, rds, security, serverless, storage, streams, confluent, escapeHatches, openings],
].flatMap((service): DeniedResource[] => Object.values(service));

/** Denied for their cost. */
export const costlyResources: readonly CostlyResource[] = deniedResources.filter(
    (row): row is CostlyResource => "monthly" in row,
);

/** Denied for the access they give, or because no policy can check what they create. */
export const exposedResources: readonly ExposedResource[] = deniedResources.filter(
    (row): row is ExposedResource => "because" in row,
);
