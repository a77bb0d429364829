import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type Server } from "node:http";
import { join } from "node:path";
import fc from "fast-check";
import { NextRequest } from "next/server";
import { leadUnreadable } from "#lib/launch/unreadable.ts";
import { anyWord } from "./any-words.ts";
import { ORIGIN } from "./door-world.ts";
import { inTime, judge } from "./judge.ts";

export type AddressCase = { readonly method: string; readonly path: string };

/** What stands in no well-formed address, beside what does. */
const BROKEN = ["%", "%zz", "%E0%A4%A", "%c0", "%ff%fe", "%ed%a0%80", "%2", "a%", "%%41", "%u0041", "%C3%28"];

const anyPart = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...BROKEN) },
  { weight: 3, arbitrary: anyWord.map((word) => encodeURIComponent(word.toWellFormed())) },
  { weight: 2, arbitrary: anyWord.map((word) => word.replaceAll(/[^\x21-\x7e]/g, "")) },
  {
    weight: 1,
    arbitrary: fc.tuple(anyWord, fc.constantFrom(...BROKEN)).map(([word, broken]) => encoded(word) + broken),
  },
);

export const addressCases: fc.Arbitrary<AddressCase> = fc.record({
  method: fc.constantFrom("GET", "GET", "POST", "DELETE", "HEAD"),
  path: fc
    .tuple(
      fc.constantFrom("/", "/api/", "/api/v1/pools/", "/pairs/", "/api/auth/", "http://127.0.0.1/api/", "//"),
      fc.array(anyPart, { minLength: 1, maxLength: 3 }),
    )
    .map(([start, parts]) => start + parts.join("/")),
});

function encoded(word: string): string {
  return encodeURIComponent(word.toWellFormed());
}

type Handlers = Record<string, () => Response>;

/** As Next does: HEAD is a GET without the body. */
function refused(handlers: Handlers, method: string): Response {
  const handler = handlers[method === "HEAD" ? "GET" : method];
  if (handler === undefined) throw new Error(`nothing answers ${method}`);
  return handler();
}

/**
 * Addresses as they stand on the wire: a server with what stands before Next, and Next's own way to end on them. It reads every part of
 * a path, and what it cannot read is a bare error 500.
 */
export class AddressDoor {
  readonly #server: Server;
  readonly #end: () => void;
  readonly #port: number;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.#port = port;
    this.#end = leadUnreadable();
  }

  static async open(): Promise<AddressDoor> {
    const { proxy } = await import(join(process.cwd(), "proxy.ts"));
    const refusing: Handlers = await import(join(process.cwd(), "app", "api", "unreadable", "route.ts"));
    const answerTo = async (asked: IncomingMessage): Promise<Response> => {
      const address = asked.url ?? "";
      const [path = ""] = address.replace(/^https?:\/\/[^/?#]*/i, "").split(/[?#]/, 1);
      path.split("/").map(decodeURIComponent);
      if (path === "/api/unreadable") return refused(refusing, asked.method ?? "");
      if (path === "/unreadable") return proxy(new NextRequest(new URL(path, ORIGIN), { method: asked.method ?? "" }));
      return new Response("a page");
    };
    const server = createServer((asked, answer) => {
      void answerTo(asked)
        .catch(() => new Response("Internal Server Error", { status: 500 }))
        .then(async (said) => {
          answer.writeHead(said.status, [...said.headers].flat());
          answer.end(Buffer.from(await said.arrayBuffer()));
        });
    });
    await new Promise<void>((listens) => server.listen(0, "127.0.0.1", listens));
    const address = server.address();
    return new AddressDoor(server, typeof address === "object" && address !== null ? address.port : 0);
  }

  async try({ method, path }: AddressCase): Promise<string> {
    const { status, headers, text } = await inTime(this.#ask(method, path));
    if (status === 200) return "read";
    const type = headers["content-type"] ?? "";
    if (type === "application/problem+json" && method !== "HEAD")
      return judge(new Response(text, { status, headers: { "content-type": type } }));
    const isOurs = type === "application/problem+json" || headers["content-security-policy"] !== undefined;
    if (status !== 400 || !isOurs || (text.trim() === "" && method !== "HEAD"))
      throw new Error(`${status} as ${type}: ${text}`);
    return "refused";
  }

  #ask(method: string, path: string) {
    return new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((told, failed) => {
      const asked = request({ host: "127.0.0.1", port: this.#port, method, path }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (more: string) => {
          text += more;
        });
        answer.once("end", () => told({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      });
      asked.once("error", failed).end();
    });
  }

  async close(): Promise<void> {
    this.#end();
    this.#server.closeAllConnections();
    await new Promise<void>((closed) => void this.#server.close(() => closed()));
  }
}
