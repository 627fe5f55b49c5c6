import type { ResourceValidationPolicy } from "@pulumi/policy";
import {
    clientVpn,
    elsewhereEndpoint,
    interfaceEndpoint,
    siteVpn,
    trafficMirror,
    transitGateway,
} from "../catalogue/ec2";
import * as networking from "../catalogue/networking";
import { denied } from "../deny";

/** Each is billed a zone and an hour, and is there because a reference architecture has it. */
export const privateNetworking: ResourceValidationPolicy = {
    name: "private-networking",
    description: "Nothing bills by the hour for a way between networks.",
    enforcementLevel: "mandatory",
    tags: ["money"],
    ...denied(
        interfaceEndpoint,
        elsewhereEndpoint,
        transitGateway,
        siteVpn,
        clientVpn,
        trafficMirror,
        ...Object.values(networking),
    ),
};
