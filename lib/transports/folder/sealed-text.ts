import { hash } from "node:crypto";

/* A small file that another machine wrote carries the sha256 of its own text, as its last field: one changed byte is found. */

const SEAL = /,"sha256":"([0-9a-f]{64})"\}\n$/;

/** The object, of one field at least, as one line of JSON with its seal. */
export function sealed(value: object): string {
  return sealedText(JSON.stringify(value));
}

/** The same for its text. */
export function sealedText(text: string): string {
  return `${text.slice(0, -1)},"sha256":"${hash("sha256", text)}"}\n`;
}

/** The JSON that was sealed; null when the seal is missing or not that of the text. */
export function unsealed(text: string): string | null {
  const seal = SEAL.exec(text);
  if (seal === null) return null;
  const json = `${text.slice(0, seal.index)}}`;
  return hash("sha256", json) === seal[1] ? json : null;
}
