import { run } from "#lib/cli/run.ts";
import type { Env } from "#lib/config/env.ts";

export const ADDRESS = "http://127.0.0.1:3111";

const ENV: Env = {
  port: null,
  dataFolder: "/nowhere/at/all",
  publicUrl: ADDRESS,
  token: "t0k3n",
  adminPassword: null,
  pools: null,
  oidc: null,
  buildFolder: "",
};

/** One question to the server, as it came in. */
export type Asked = { method: string; path: string; body: unknown; token: string | null };

/** How a test's server answers, and who sits at the keyboard. */
export type Around = {
  readonly env?: Partial<Env>;
  /** What the person says to -Confirm; nobody is there unless it is said. */
  readonly says?: boolean;
  /** What the standard input holds. */
  readonly input?: string;
};

/** What a command line did: its exit code and words, what it asked and wrote, and how long it slept. */
export type Done = {
  readonly exit: number;
  /** Without the link to the page, with which every answer ends. */
  readonly out: string;
  readonly links: readonly string[];
  readonly err: string;
  readonly asked: readonly Asked[];
  readonly questions: readonly string[];
  readonly files: ReadonlyMap<string, string>;
  readonly sleptMs: number;
};

/** Runs a command line against a server that answers `answer`. */
export async function cli(
  words: readonly string[],
  answer: (asked: Asked) => Response | Promise<Response>,
  { env = {}, says = false, input = "" }: Around = {},
): Promise<Done> {
  const asked: Asked[] = [];
  const [out, err, questions]: string[][] = [[], [], []];
  const files = new Map<string, string>();
  let sleptMs = 0;
  const exit = await run(words, {
    out: (text) => out?.push(text),
    err: (text) => err?.push(text),
    env: () => ({ ...ENV, ...env }),
    fetch: async (input, init) => {
      const one = await read(new Request(input, init));
      asked.push(one);
      return answer(one);
    },
    confirm: async (question) => {
      questions?.push(question);
      return says;
    },
    sleep: async (ms) => {
      sleptMs += ms;
    },
    write: (path, text) => {
      if (path.startsWith("/nowhere/")) throw new Error("ENOENT");
      files.set(path, text);
    },
    tempFolder: "/tmp/of/a/test",
    input: async () => input,
  });
  const joined = (lines: string[] = []) => lines.join("\n");
  const isLink = (line: string) => line.startsWith(`${ADDRESS}/`);
  const lines = joined(out).split("\n");
  const told = lines.filter((line) => !isLink(line)).join("\n");
  return {
    exit,
    asked,
    out: told,
    links: lines.filter(isLink),
    err: joined(err),
    questions: questions ?? [],
    files,
    sleptMs,
  };
}

async function read(request: Request): Promise<Asked> {
  const body = await request.text();
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    path: pathname.replace("/api/v1/", "") + search,
    body: body === "" ? null : JSON.parse(body),
    token: request.headers.get("authorization"),
  };
}
