import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface RecordedRequest {
    method: string;
    path: string;
    body?: unknown;
    /** key:secret */
    credentials: string;
}

/** An HTTP API of one function: what it is asked, in order, and what it answers; `status` alone is an error. */
export async function startFakeApi(answer: (requests: RecordedRequest, times: number) => object | undefined) {
    const requests: RecordedRequest[] = [];
    const server = createServer(async (request, response) => {
        const one = await recordRequest(request);
        requests.push(one);
        const body = answer(one, requests.length) as { status?: number } | undefined;
        const status = typeof body?.status === "number" ? body.status : 200;
        const text = body === undefined ? "" : JSON.stringify(body);
        response.writeHead(status, { "Content-Type": "application/json" }).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
        url,
        asked: requests,
        close: () =>
            new Promise((resolve) => {
                server.closeAllConnections();
                server.close(resolve);
            }),
    };
}

async function recordRequest(request: IncomingMessage): Promise<RecordedRequest> {
    let text = "";
    for await (const chunk of request) text += chunk;
    const { authorization = "" } = request.headers;
    return {
        method: request.method ?? "",
        path: request.url ?? "",
        ...(text && { body: JSON.parse(text) }),
        credentials: Buffer.from(authorization.replace("Basic ", ""), "base64").toString(),
    };
}
