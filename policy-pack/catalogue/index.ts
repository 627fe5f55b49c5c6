/** The cost footguns, one file a cloud service, and the prices of what the layers keep. */
import * as autoscaling from "./autoscaling";
import * as ec2 from "./ec2";
import * as ecs from "./ecs";
import * as eks from "./eks";
import * as elasticloadbalancing from "./elasticloadbalancing";
import type { Footgun } from "./footgun";

export type { Footgun } from "./footgun";
export * as kept from "./kept";
export { type Meter, type Priced, pricesOf } from "./priced";

export const footguns: readonly Footgun[] = [autoscaling, ec2, ecs, eks, elasticloadbalancing].flatMap(
    (service): Footgun[] => Object.values(service),
);
