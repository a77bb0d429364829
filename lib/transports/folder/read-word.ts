import type { Ack } from "#lib/domain/ack.ts";
import { Fault } from "#lib/domain/fault.ts";
import { readAck } from "./schemas.ts";
import { unsealed } from "./sealed-text.ts";
import { smallText } from "./small-file.ts";

/** An ack names some hundred items at most; what is much larger is none. */
const MOST_BYTES = 64 << 20;

/** The importer's state file; null while there is none. Faults with "ack-unreadable" when it is none that was written whole. */
export function readWord(path: string): Ack | null {
  const found = smallText(path, MOST_BYTES);
  if (found.is === "none") return null;
  const json = found.is === "text" ? unsealed(found.text) : null;
  const ack = json === null ? null : readAck(json);
  if (ack === null) throw new Fault("ack-unreadable", "The partner's ack cannot be read.", path);
  return ack;
}
