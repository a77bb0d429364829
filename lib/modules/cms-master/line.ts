import { z } from "zod";
import type { CmsDocument } from "#lib/domain/cms-document.ts";

/** What a line of a part holds, in this order. */
export const COLUMNS = ["name", "master_epoch", "version", "content"] as const;

const whole = z.number().int();
const line = z.tuple([z.string().min(1), whole, whole, z.string()]);

export function lineOf({ name, masterEpoch, version, content }: CmsDocument): string {
  return `${JSON.stringify([name, masterEpoch, version, content])}\n`;
}

/** The documents of a part; null when it is none. */
export function documentsOf(text: string): readonly CmsDocument[] | null {
  const documents: CmsDocument[] = [];
  for (const one of text.split("\n").slice(0, -1)) {
    const read = line.safeParse(parsed(one));
    if (!read.success || parsed(read.data[3]) === undefined) return null;
    const [name, masterEpoch, version, content] = read.data;
    documents.push({ name, masterEpoch, version, content });
  }
  return text.endsWith("\n") ? documents : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
