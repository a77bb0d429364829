import { joinPath } from "#lib/domain/path-text.ts";
import type { Sight } from "#lib/ports/file-store.ts";
import { nameBytes, nameOf, nameText } from "./names.ts";
import { eachName, sightBytes } from "./sight.ts";

/** Paths that fit: called so, or only with it in their last name. */
export type Fitting = { readonly exact: readonly string[]; readonly alike: readonly string[] };

type Asked = { readonly path: string; readonly name: string };

/** Goes through sights for these paths, whole or their last steps, in any case of the letters A to Z. */
export function sightSearch(paths: readonly string[]): (folder: string, sight: Sight) => Fitting {
  // A character a byte, and lower case in the same way on both sides: equal names stay equal.
  const asked: Asked[] = paths.map((path) => ({
    path: `/${path.toLowerCase()}`,
    name: nameBytes(nameOf(path)).toLowerCase(),
  }));
  const isFolderAsked = paths.some((path) => path.includes("/"));
  return (folder, sight) => {
    const bytes = sightBytes(sight);
    const text = bytes.toString("latin1").toLowerCase();
    const wanted = asked.filter(({ name }) => text.includes(name));
    const exact: string[] = [];
    const alike: string[] = [];
    if (wanted.length === 0) return { exact, alike };
    for (const [start, end] of eachName(bytes)) {
      const name = text.slice(start, end);
      if (!wanted.some((one) => name.includes(one.name))) continue;
      const path = joinPath(folder, nameText(bytes.toString("latin1", start, end)));
      const whole = `/${path.toLowerCase()}`;
      if (wanted.some((one) => name === one.name && whole.endsWith(one.path))) exact.push(path);
      else if (!isFolderAsked) alike.push(path);
    }
    return { exact, alike };
  };
}
