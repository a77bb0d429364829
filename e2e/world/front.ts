import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { MadeFeed } from "./made-feed.ts";

/** A door before a real service: pages and scripts are the service's own, the feed is one that a test made. */
export type Front = {
  readonly address: string;
  /** How often the page asked what changed. */
  readonly answers: () => number;
  close(): Promise<void>;
};

type Options = {
  /** Called after each answer: a feed that always has something new tells it then. */
  readonly answered?: (feed: MadeFeed) => void;
};

/** Where screens ask what changed, and where they are told that something did. */
const QUESTIONS = /^\/api\/v1\/(pairs|wall)$/;
const STREAMS = /^\/api\/v1\/(wall\/)?events$/;

export async function openFront(
  service: string,
  feed: MadeFeed,
  { answered = () => {} }: Options = {},
): Promise<Front> {
  const build = buildOf(service);
  let answers = 0;
  const server = createServer(async (asked, answer) => {
    const { pathname, searchParams } = new URL(asked.url ?? "/", service);
    const since = searchParams.get("since");
    if (STREAMS.test(pathname)) stream(feed, asked, answer);
    else if (QUESTIONS.test(pathname) && since !== null) {
      const head = { "content-type": "application/json", "cache-control": "no-store" };
      answer.writeHead(200, { ...head, "pairkeeper-build": await build(asked.headers.cookie ?? "") });
      answer.end(JSON.stringify(feed.since(since)), () => {
        answers += 1;
        answered(feed);
      });
    } else passOn(service, asked, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    answers: () => answers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A wall loads itself anew when another build answers. */
function buildOf(service: string): (cookie: string) => Promise<string> {
  let known: Promise<string> | null = null;
  const ask = async (cookie: string) => {
    const answer = await fetch(`${service}/api/v1/wall`, { headers: { cookie } });
    await answer.body?.cancel();
    return answer.headers.get("pairkeeper-build") ?? "";
  };
  return (cookie) => {
    known ??= ask(cookie);
    return known;
  };
}

function stream(feed: MadeFeed, asked: IncomingMessage, answer: ServerResponse): void {
  answer.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  asked.once(
    "close",
    feed.follow((seq) => answer.write(`data: ${JSON.stringify({ changed: seq })}\n\n`)),
  );
}

function passOn(service: string, asked: IncomingMessage, answer: ServerResponse): void {
  const { host, ...headers } = asked.headers;
  const onward = request(new URL(asked.url ?? "/", service), { method: asked.method, headers }, (told) => {
    answer.writeHead(told.statusCode ?? 502, told.headers);
    told.pipe(answer);
  });
  onward.once("error", () => answer.destroy());
  asked.pipe(onward);
}
