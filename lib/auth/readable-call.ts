/** More than any action of ours takes. */
const MOST_ARGUMENTS = 8;

/** How a call writes what JSON has no word for; a text that begins so has a second `$`. And a form, whose fields are parts of their own. */
const PLAIN_MARK = /^\$(\$|undefined$|NaN$|-?Infinity$|-0$|D|n-?\d{1,40}$)/;
const FORM = /^\$K[0-9a-f]{1,8}$/;
/** What stands in another part of the same call, or further up: its part, and the way to it there. */
const ELSEWHERE = /^\$(@?)([0-9a-f]{1,8})((?::[^:]+)*)$/;
/** What a part is called that is no field of a form: a call's own by its number, those of a form that was sent before scripts run by theirs. */
const PART = /^((?:\$ACTION_\d+:)?)[0-9a-f]+$/;

/** A part as JSON, or null where there is none of that name. */
type PartOf = (name: string) => unknown;

/**
 * Whether what calls a server action, or a form that does before scripts run, can be read at all: parts that are JSON, know only one
 * another, and hold no more arguments than any action takes. Next answers any other with an error as if it were a bug of ours.
 */
export async function isReadableCall(call: Request): Promise<boolean> {
  try {
    if (!isForm(call)) return isReadable(JSON.parse(await call.text()), "", null);
    const form = await call.formData();
    const partOf: PartOf = (name) => {
      const text = form.get(name);
      return typeof text === "string" ? JSON.parse(text) : null;
    };
    if (call.headers.has("next-action") && !Array.isArray(partOf("0"))) return false;
    return [...form.keys()].every((name) => {
      const [, prefix] = PART.exec(name) ?? [];
      return prefix === undefined || isReadable(partOf(name), prefix, partOf);
    });
  } catch {
    return false;
  }
}

/** Whether a request may be such a call. */
export function mayBeCall(request: Request): boolean {
  return request.headers.has("next-action") || isForm(request);
}

function isForm({ headers }: Request): boolean {
  return headers.get("content-type")?.startsWith("multipart/form-data") ?? false;
}

/** `partOf` is null for a call that is one text: it has no other parts. */
function isReadable(part: unknown, prefix: string, partOf: PartOf | null): boolean {
  if (Array.isArray(part) ? part.length > MOST_ARGUMENTS : partOf === null || part === null) return false;
  const isKnown = (one: unknown): boolean => {
    if (typeof one === "string") return !one.startsWith("$") || PLAIN_MARK.test(one) || isThere(one, prefix, partOf);
    return typeof one !== "object" || one === null || Object.values(one).every(isKnown);
  };
  return isKnown(part);
}

function isThere(mark: string, prefix: string, partOf: PartOf | null): boolean {
  if (partOf === null) return false;
  if (FORM.test(mark)) return true;
  const [, awaited, number, path = ""] = ELSEWHERE.exec(mark) ?? [];
  if (number === undefined || (number === "0" && awaited === "" && path === "")) return false; // the whole of itself
  const way = path.split(":").slice(1);
  return way.reduce<unknown>((at, step) => ownOf(at, step), partOf(`${prefix}${number}`) ?? undefined) !== undefined;
}

function ownOf(at: unknown, step: string): unknown {
  return typeof at === "object" && at !== null && Object.hasOwn(at, step) ? Reflect.get(at, step) : undefined;
}
