import { Problem } from "#lib/domain/problem.ts";

const LARGEST = 64 * 1024;

/** The JSON object that was sent; an empty body is an empty object. Throws "bad-input" for anything else, and past 64 KiB. */
export async function readBody(request: Request): Promise<Readonly<Record<string, unknown>>> {
  const text = await readText(request);
  if (text.trim() === "") return {};
  const read = parsed(text);
  if (typeof read === "object" && read !== null && !Array.isArray(read)) return { ...read };
  throw new Problem("bad-input", "What was sent is no JSON object.", "Send the parameters as one JSON object.");
}

/** What was sent, as text. Throws "bad-input" past 64 KiB, having read no more. */
export async function readText({ body }: Request): Promise<string> {
  if (body === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > LARGEST)
      throw new Problem(
        "bad-input",
        `What was sent is larger than ${LARGEST / 1024} KiB.`,
        "Send only the parameters.",
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
