import { Fault } from "#lib/domain/fault.ts";
import { joinPath, pathBytes, pathText } from "#lib/domain/path-text.ts";

/**
 * A place in the file system. Text goes to the system as UTF-8, so a path without "%" is its own bytes (domain/path-text.ts)
 * and stays text, which is faster; any other has to be bytes.
 */
export type Place = string | Buffer;

/** The place of a percent-written path below `base`. */
export function placeOf(base: string, path: string): Place {
  if (path === "") return base;
  if (!path.includes("%") && path.isWellFormed()) return `${base}/${path}`;
  const bytes = pathBytes(path);
  if (bytes === null) throw new Fault("unexpected", "A path is no path.", path);
  return Buffer.concat([Buffer.from(`${base}/`), bytes]);
}

/** The place of a name in a folder. */
export function within(base: string, folder: string, name: string): Place {
  return placeOf(base, joinPath(folder, name));
}

const PLAIN = /^[\x20-\x24\x26-\x7e]*$/;

/** A name as `readdir` gives it in latin1, a character a byte, as percent-written text. */
export function nameText(latin1: string): string {
  return PLAIN.test(latin1) ? latin1 : pathText(Buffer.from(latin1, "latin1"));
}

/** The bytes of percent-written text, a character a byte. */
export function nameBytes(text: string): string {
  return PLAIN.test(text) ? text : Buffer.from(pathBytes(text) ?? Buffer.from(text)).toString("latin1");
}

/** The last step of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
