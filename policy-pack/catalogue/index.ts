/** What a dev environment does without, one file a group of services, and what it keeps: plain data, read by whoever asks. */
import * as autoscaling from "./autoscaling";
import * as confluent from "./confluent";
import * as databases from "./databases";
import * as ec2 from "./ec2";
import * as ecs from "./ecs";
import * as eks from "./eks";
import * as elasticloadbalancing from "./elasticloadbalancing";
import * as escapeHatches from "./escape-hatches";
import * as openings from "./exposures";
import type { Denied, Exposure, Footgun } from "./footgun";
import * as keys from "./keys";
import * as networking from "./networking";
import * as observability from "./observability";
import * as platforms from "./platforms";
import * as rds from "./rds";
import * as security from "./security";
import * as serverless from "./serverless";
import * as storage from "./storage";
import * as streams from "./streams";

export type { AtMost, Denied, Exposure, Footgun, Limit, OneOf } from "./footgun";
export { free } from "./free";
export type { Kept } from "./kept";
export * as kept from "./kept";
export { type Meter, type Priced, pricesOf } from "./priced";
export { reasonAgainst } from "./reason";
export { isOneOf } from "./type-pattern";
export { flawOf, isAbout, waivers } from "./waivers";

/** All that is denied, for its price or for whom it lets in. */
export const denied: readonly Denied[] = [
    ...[autoscaling, databases, ec2, ecs, eks, elasticloadbalancing, keys, networking, observability],
    ...[platforms, rds, security, serverless, storage, streams, confluent, escapeHatches, openings],
].flatMap((service): Denied[] => Object.values(service));

/** Denied for what it costs. */
export const footguns: readonly Footgun[] = denied.filter((row): row is Footgun => "monthly" in row);

/** Denied for who could get in. */
export const exposures: readonly Exposure[] = denied.filter((row): row is Exposure => "because" in row);
