import { type ModuleFace, shortModuleName } from "#lib/domain/backup-module.ts";

/** An item of the trash as people name it: one word without commas, whatever its path is made of. */
export function trashId({ name }: Pick<ModuleFace, "name">, id: string): string {
  const word = encodeURIComponent(id).replace(
    /[!'()*~]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${shortModuleName(name)}:${word}`;
}

/** The module and the id in its trash; null for what is no such word. */
export function readTrashId(text: string): { readonly module: string; readonly id: string } | null {
  const [, module, word] = /^([\w.]+):([^\s,]+)$/.exec(text.trim()) ?? [];
  if (module === undefined || word === undefined) return null;
  try {
    return { module, id: decodeURIComponent(word) };
  } catch {
    return null;
  }
}
