/** More than any action of ours takes. */
const MOST_ARGUMENTS = 8;

/** How a call writes what JSON has no word for; a text that begins so has a second `$`. */
const PLAIN_MARK = /^\$(\$|undefined$|NaN$|-?Infinity$|-0$|D|n-?\d{1,40}$)/;
/** A form, and what stood before in the same call: only a call in several parts has them. */
const MARK_OF_PART = /^\$(K[0-9a-f]+$|[0-9a-f]+(:|$))/;

/**
 * Whether what calls a server action by hand can be read at all: a list of no more arguments than any action takes. Next answers any other
 * with an error as if it were a bug of ours.
 */
export async function isReadableCall(call: Request): Promise<boolean> {
  try {
    if (!call.headers.get("content-type")?.startsWith("multipart/form-data")) return isList(await call.text(), false);
    const first = (await call.formData()).get("0");
    return typeof first === "string" && isList(first, true);
  } catch {
    return false;
  }
}

function isList(text: string, hasParts: boolean): boolean {
  let isKnown = true;
  const given: unknown = JSON.parse(text, (_, value: unknown) => {
    if (typeof value === "string" && value.startsWith("$"))
      isKnown &&= PLAIN_MARK.test(value) || (hasParts && MARK_OF_PART.test(value));
    return value;
  });
  return isKnown && Array.isArray(given) && given.length <= MOST_ARGUMENTS;
}
