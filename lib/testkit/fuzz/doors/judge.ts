import { PROBLEM_CODES } from "#lib/domain/problem.ts";

/** So long an answer may take here, in milliseconds: longer is a hang. */
const PATIENCE_MS = 90_000;

/** What no answer tells: where the sources lie, a line of a stack. */
const INSIDES = /node_modules|\n\s+at |file:\/\/|SQLITE_|\bTypeError\b|\bundefined is not\b|Cannot read propert/;

/** Waits for an answer; throws for one that does not come. */
export async function inTime<T>(answer: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Judges an answer of HTTP: says what it came to, or throws what is wrong with it. `foreign` is what the asker must never be told. */
export async function judge(answer: Response, foreign: readonly string[] = []): Promise<string> {
  if (answer.headers.get("content-type")?.startsWith("text/event-stream")) {
    await answer.body?.cancel();
    return "told of changes";
  }
  const text = await inTime(answer.text());
  const inside = INSIDES.exec(text)?.[0];
  if (inside !== undefined) throw new Error(`tells of its insides (${inside}): ${text.slice(0, 500)}`);
  const leaked = foreign.find((mark) => text.includes(mark));
  if (leaked !== undefined) throw new Error(`tells ${leaked} to who may not know it: ${text.slice(0, 500)}`);
  if (answer.status < 400) return answer.status < 300 ? "answered" : "sent elsewhere";
  if (answer.headers.get("content-type") !== "application/problem+json")
    throw new Error(`${answer.status} as ${answer.headers.get("content-type")}: ${text.slice(0, 200)}`);
  const { code, detail, hint, status }: Record<string, unknown> = JSON.parse(text);
  const known = Object.entries(PROBLEM_CODES).find(([name]) => name === code)?.[1];
  if (known === undefined || known.http !== answer.status || status !== answer.status)
    throw new Error(`no problem of ours: ${text}`);
  if (!isSaid(detail) || !isSaid(hint)) throw new Error(`says nothing: ${text}`);
  if (answer.status >= 500 && code !== "store-unreachable") throw new Error(`a bug: ${text}`);
  return String(code);
}

/** Looks through what is handed to a browser otherwise: an action's answer, what a page is made of. Throws for what may not be told. */
export function judgeTold(told: unknown, foreign: readonly string[]): void {
  if (foreign.length === 0) return;
  const seen = new Set<unknown>();
  const look = (one: unknown): void => {
    if (typeof one === "string") {
      const leaked = foreign.find((mark) => one.includes(mark));
      if (leaked !== undefined) throw new Error(`tells ${leaked} to who may not know it: ${one.slice(0, 500)}`);
    }
    if (typeof one !== "object" || one === null || seen.has(one)) return;
    seen.add(one);
    for (const [name, value] of one instanceof Map ? one : Object.entries(one)) {
      look(name);
      look(value);
    }
  };
  look(told);
}

const isSaid = (text: unknown) => typeof text === "string" && text.trim() !== "";
