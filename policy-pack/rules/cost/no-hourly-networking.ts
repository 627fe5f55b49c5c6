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

/** Each is billed per zone and hour, and is usually there because a reference architecture has it. */
export const noHourlyNetworking: ResourceValidationPolicy = {
    name: "no-hourly-networking",
    description: "Network connections that bill by the hour are not allowed.",
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
