import { isSafePath, pathBytes, pathText } from "./path-text.ts";

/** What somebody looks for, as the stores may spell it. */
export type Sought = {
  /** Exact names of rows: an address with and without its scheme, as it was written and in lower case. */
  readonly names: readonly string[];
  /** What a name that is only like it has in it, in lower case. */
  readonly part: string;
  /** Paths of content, percent-written; the last steps of one will do. */
  readonly paths: readonly string[];
};

const SCHEME = /^sips?:/i;

/** Reads one box: an address, an id, a name or a path. `homes` are folders that a whole path may be pasted from. */
export function soughtOf(what: string, homes: readonly string[]): Sought {
  const asked = what.trim();
  const bare = asked.replace(SCHEME, "");
  const names = [asked, bare, `sip:${bare}`].flatMap((name) => [name, name.toLowerCase()]);
  return { names: [...new Set(names)], part: bare.toLowerCase(), paths: pathsOf(asked, homes) };
}

/** A name may be typed as people see it, or as it is percent-written here; a path by either slash. */
function pathsOf(asked: string, homes: readonly string[]): readonly string[] {
  const spellings = [asked, asked.replaceAll("\\", "/")].map((path) => belowHome(path, homes));
  const texts = spellings.flatMap((path) => {
    const typed = pathText(new TextEncoder().encode(path));
    return pathBytes(path) === null ? [typed] : [path, typed];
  });
  return [...new Set(texts)].filter(isSafePath);
}

/** The path below a data set's folder, where the whole path names one; without slashes at its ends. */
function belowHome(path: string, homes: readonly string[]): string {
  for (const home of homes) {
    const at = path.toLowerCase().lastIndexOf(`/${home}/`);
    if (at >= 0) return trimmed(path.slice(at + home.length + 2));
  }
  return trimmed(path);
}

function trimmed(path: string): string {
  return path.replace(/^(\.?\/)+|\/+$/g, "");
}
