/** USD a month that an environment needs, with room: core's budget unless it is set. */
export const defaultMonthlyBudget = 25;

/** USD a month that core's budget can have. */
export const monthlyBudgetRange = { min: 1, max: 10_000 };
