import type { Mutant } from "./generate";
import { findSymbol, isSameCode, parseSource } from "./syntax";

/** Mutants of one symbol that survive for the same reason. */
export interface Survivor {
    /** Path below `policy-pack/`. */
    file: string;
    /** Where they are: see `findSymbol`. */
    symbol: string;
    /** The code, and what it becomes, whatever their formatting; and which of those that are the same in the symbol, from 1. */
    mutants: readonly (readonly [was: string, becomes: string, position?: number])[];
    because: string;
}

/** The mutants that a row names. Throws, naming the row, unless each is exactly one of the file's mutants. */
export function findSurvivors({ file, symbol, mutants }: Survivor, text: string, all: readonly Mutant[]): Mutant[] {
    const scope = findSymbol(parseSource(file, text), symbol);
    const inSymbol = all.filter((mutant) => mutant.start >= scope.getStart() && mutant.end <= scope.end);
    return mutants.map(([was, becomes, position]) => {
        const same = inSymbol.filter((mutant) => isSameCode(mutant.was, was) && isSameCode(mutant.becomes, becomes));
        const found = same[(position ?? 1) - 1];
        if (found && (position !== undefined || same.length === 1)) return found;
        throw new Error(
            `${file}: ${symbol} has ${same.length} mutants ${was} -> ${becomes}` +
                `${position ? `, and none at position ${position}` : same.length > 1 ? ", and no position says which" : ""}. ` +
                "Update its row in test/mutation/survivors.ts.",
        );
    });
}
