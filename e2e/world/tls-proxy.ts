import { request as askPlain, type IncomingMessage } from "node:http";
import { request as askTls, createServer } from "node:https";
import type { AddressInfo } from "node:net";

/** What a proxy in front has to set, whatever the asker says; the configuration in the README sets the same. */
export const FORWARDED = ["Host", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-For"] as const;

/* A key that both know, instead of a certificate that would have to lie here or be made. */
const SHARED = { ciphers: "PSK", minVersion: "TLSv1.2", maxVersion: "TLSv1.2" } as const;
const KEY = { psk: Buffer.from("a key of the test's proxy"), identity: "test" };

export type TlsProxy = { readonly port: number; stop(): Promise<void> };

/** Takes TLS and hands on HTTP, as the configuration in the README has it: nothing is buffered. */
export async function startTlsProxy(targetPort: () => number): Promise<TlsProxy> {
  const server = createServer({ ...SHARED, pskCallback: () => KEY.psk }, (asked, answer) => {
    const host = asked.headers.host ?? "";
    const headers = {
      ...asked.headers,
      host,
      "x-forwarded-host": host,
      "x-forwarded-proto": "https",
      "x-forwarded-for": asked.socket.remoteAddress ?? "",
    };
    const on = askPlain({ host: "127.0.0.1", port: targetPort(), method: asked.method, path: asked.url, headers });
    on.on("response", (came) => {
      answer.writeHead(came.statusCode ?? 502, came.rawHeaders);
      came.pipe(answer);
    });
    on.on("error", () => answer.destroy());
    answer.on("close", () => on.destroy());
    asked.pipe(on);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export type Answer = { readonly status: number; readonly headers: Headers; text(): Promise<string>; leave(): void };

/** Asks an address over TLS or without, with exactly the headers given; nothing is followed, and the body is read by who wants it. */
export function askExactly(
  url: string,
  method = "GET",
  headers: Readonly<Record<string, string>> = {},
  body?: string | Buffer,
): Promise<Answer> {
  const ask = url.startsWith("https:") ? askTls : askPlain;
  const tls = { ...SHARED, pskCallback: () => KEY, checkServerIdentity: () => undefined };
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }; // Node leaves it out of a DELETE
  return new Promise((resolve, reject) => {
    const asked = ask(url, { method, headers: { ...headers, ...length }, agent: false, ...tls }, (came) =>
      resolve({
        status: came.statusCode ?? 0,
        headers: headersOf(came),
        text: () => textOf(came),
        leave: () => void came.destroy(),
      }),
    );
    asked.on("error", reject);
    asked.end(body);
  });
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let n = 0; n < rawHeaders.length; n += 2) headers.append(rawHeaders[n] ?? "", rawHeaders[n + 1] ?? "");
  return headers;
}

async function textOf(came: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of came) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
