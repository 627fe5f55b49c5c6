/** The cost footguns, one file a cloud service. */
import * as autoscaling from "./autoscaling";
import * as ec2 from "./ec2";
import * as ecs from "./ecs";
import * as eks from "./eks";
import * as elasticloadbalancing from "./elasticloadbalancing";
import type { Footgun } from "./footgun";

export type { Footgun, Meter } from "./footgun";

export const footguns: readonly Footgun[] = [autoscaling, ec2, ecs, eks, elasticloadbalancing].flatMap(
    (service): Footgun[] => Object.values(service),
);
