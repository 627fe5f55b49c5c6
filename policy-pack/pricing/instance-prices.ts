/** USD a month of the allowed instance types and classes, on demand, in us-east-1. */
export const instanceClassPrices: Readonly<Record<string, number>> = {
    "t4g.nano": 3.07, // from memory (unchecked)
    "t4g.micro": 6.13, // from memory (unchecked)
    "t3.nano": 3.8, // from memory (unchecked)
    "t3.micro": 7.59, // infracost
    "db.t4g.micro": 11.68, // infracost db_instance
    "db.t3.micro": 12.41, // from memory (unchecked)
    "db.t4g.medium": 53.29, // from memory (unchecked)
    "db.serverless": 0, // while paused
};
