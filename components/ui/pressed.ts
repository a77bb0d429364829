/** What became of a press, as a server action tells it: done, or refused in words. */
export type Pressed<T> =
  | { readonly ok: true; readonly told: T }
  | {
      readonly ok: false;
      readonly field: string | null;
      readonly sentence: string;
      readonly hint: string;
      /** Who pressed shows first that it is them; then it may be pressed again. */
      readonly confirmFirst?: true;
    };

/** A server that hangs must not leave a button hanging. */
const PATIENCE_MS = 20_000;

const UNHEARD = {
  ok: false,
  field: null,
  sentence: "The server did not answer, so it is not known whether it was done.",
  hint: "Look at what the page says when it is back, before you press again.",
} as const;

/** Waits for a server action, and not for ever. Never rejects. */
export function pressed<T>(action: Promise<Pressed<T>>): Promise<Pressed<T>> {
  const unheard = new Promise<Pressed<T>>((resolve) => setTimeout(() => resolve(UNHEARD), PATIENCE_MS));
  return Promise.race([action.catch(() => UNHEARD), unheard]);
}

/** A refusal as the HTTP API writes it (problem+json). Throws for anything else: that says nothing. */
export function refusalIn(problem: unknown): Pressed<never> {
  const told = (key: string) => (typeof problem === "object" && problem !== null ? Reflect.get(problem, key) : null);
  const [sentence, hint] = [told("detail"), told("hint")];
  if (typeof sentence !== "string" || typeof hint !== "string") throw new Error("The answer is no refusal.");
  return { ok: false, field: null, sentence, hint };
}
