import { type AddressInfo, createServer } from "node:net";

/** A loopback port that nobody listens on just now. */
export function findFreePort() {
    return new Promise<number>((resolve, reject) => {
        const server = createServer();
        server.once("error", reject);
        server.listen(0, "127.0.0.1", () => {
            const { port } = server.address() as AddressInfo;
            server.close(() => resolve(port));
        });
    });
}
