/** What ECS says of a task for which Fargate has no capacity, in a service's event or as the reason why RunTask failed. */
const noCapacity = "Capacity is unavailable at this time";

/** A message of ECS; for one about missing capacity, with what to do. */
export const addCapacityAdvice = (message: string): string =>
    message.includes(noCapacity)
        ? `${message.replace(/\.?$/, ".")} ECS does not take other capacity by itself. To run demo without Spot, which is up to 70 % cheaper: ` +
          "pulumi config set -C demo capacity onDemand, then ./devmin up demo."
        : message;
