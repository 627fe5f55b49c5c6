import type { ResourceValidationPolicy } from "@pulumi/policy";
import {
    clientVpn,
    interfaceEndpoint,
    serviceVpcEndpoint,
    siteVpn,
    trafficMirror,
    transitGateway,
} from "../../catalogue/denied/ec2";
import * as networking from "../../catalogue/denied/networking";
import { denyResources } from "../../runtime/deny-resources";

/** Each is billed a zone and an hour, and is there because a reference architecture has it. */
export const noHourlyNetworking: ResourceValidationPolicy = {
    name: "no-hourly-networking",
    description: "Nothing bills by the hour for a way between networks.",
    enforcementLevel: "mandatory",
    tags: ["cost"],
    ...denyResources(
        interfaceEndpoint,
        serviceVpcEndpoint,
        transitGateway,
        siteVpn,
        clientVpn,
        trafficMirror,
        ...Object.values(networking),
    ),
};
