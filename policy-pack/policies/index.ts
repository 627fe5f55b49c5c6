/** The guardrails of this pack. What is not named here does not run. */
export { durableBuckets } from "./durable-buckets";
export { ecsTasks } from "./ecs-tasks";
export { fleets } from "./fleets";
export { loadBalancers } from "./load-balancers";
export { natGateways } from "./nat-gateways";
export { nothingProtectedInDemo } from "./nothing-protected-in-demo";
