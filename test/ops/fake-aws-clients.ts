import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** Starts a fake AWS for every client created from now on. Returns a function that stops it. */
export async function startFakeAws(listener: RequestListener): Promise<() => Promise<void>> {
    const { AWS_ENDPOINT_URL } = process.env;
    const server = createServer(listener);
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return async () => {
        if (AWS_ENDPOINT_URL === undefined) delete process.env.AWS_ENDPOINT_URL;
        else process.env.AWS_ENDPOINT_URL = AWS_ENDPOINT_URL;
        server.closeAllConnections();
        await new Promise((closed) => server.close(closed));
    };
}
