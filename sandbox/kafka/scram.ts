import { pbkdf2Sync, randomBytes } from "node:crypto";

/** What a broker stores of a password (RFC 5802, SHA-512): the password itself never travels to it, not even on a command line. */
export function salted(password: string, salt = randomBytes(18)) {
    const iterations = 4096;
    return { salt, iterations, saltedPassword: pbkdf2Sync(password, salt, iterations, 64, "sha512") };
}
