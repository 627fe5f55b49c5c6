import { isLoopbackUrl } from "../pulumi-cli/require-loopback";

/** An offline provider that is on PATH by mistake must never reach a real account: throws unless `url` is on loopback. */
export function assertLoopback(url: string, remedy: string): void {
    if (isLoopbackUrl(url)) return;
    throw new Error(`this offline provider only talks to the local cloud on loopback, not to ${url}: ${remedy}.`);
}
