import type { CostlyResource, DeniedResource, ExposedResource } from "../catalogue/denied-resource";
import { formatPrices } from "../pricing/priced";

/** Why not, as a phrase after what it is: `costs 32.85 USD a month per gateway (…)`. */
export const formatDenyReason = (row: DeniedResource): string =>
    "because" in row ? (row as ExposedResource).because : `costs ${formatPrices(row as CostlyResource)}`;
