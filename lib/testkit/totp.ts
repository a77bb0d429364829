import { createHmac } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP_MS = 30_000;

/** What an app shows that has read the secret (RFC 6238: SHA-1, six digits, half a minute). */
export function totp(secret: string, at: number): string {
  const bits = [...secret.replaceAll(/[\s=]/g, "")]
    .map((letter) => ALPHABET.indexOf(letter.toUpperCase()).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/[01]{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / STEP_MS)));
  const hash = createHmac("sha1", key).update(step).digest();
  const from = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(from) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

/** A code that the app shows neither about now nor soon: another for every `n`. */
export function wrongTotp(secret: string, at: number, n = 0): string {
  const right = [-2, -1, 0, 1, 2].map((steps) => totp(secret, at + steps * STEP_MS));
  const wrong = Array.from({ length: n + 1 + right.length }, (_, code) => String(code).padStart(6, "0"));
  return wrong.filter((code) => !right.includes(code))[n] ?? "";
}
