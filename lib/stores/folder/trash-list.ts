import * as fs from "node:fs";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { joinPath, MARKER_NAME } from "#lib/domain/path-text.ts";
import type { TrashItem, TrashList, TrashPage, TrashQuestion } from "#lib/ports/trash.ts";
import { trashNames } from "./empty-trash.ts";
import { nameBytes, nameText, placeOf } from "./names.ts";

/** Names that are looked at for one page: a question that finds little holds up nobody. */
const MOST_NAMES = 20_000;

/**
 * The trash of a file store's root: `Trash/<home>/<name of a package or restore>/<path>`, where the name begins with the time.
 * An id is all behind the home; it stays the same as long as the item lies there.
 */
export function folderTrash(root: string, check: () => void, mostNames = MOST_NAMES): TrashList {
  return {
    page: async (question) => {
      await turn(); // who asks for page after page holds up nobody
      check();
      return new Page(root, question, mostNames).read();
    },
  };
}

/** An id, the name under which things were moved there before its first slash. */
function splitId(id: string): readonly [string, readonly string[]] {
  const [name = "", ...steps] = id.split("/");
  return [name, steps];
}

/** When something was moved there, by the name that it was moved there under. */
function timeOf(name: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(name) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

class Page {
  readonly #trash: string;
  readonly #question: TrashQuestion;
  readonly #items: TrashItem[] = [];
  #namesLeft: number;
  #last = "";
  #isFull = false;

  constructor(root: string, question: TrashQuestion, mostNames: number) {
    this.#trash = join(root, "Trash", question.home);
    this.#question = question;
    this.#namesLeft = mostNames;
  }

  read(): TrashPage {
    const [afterName, afterSteps] = splitId(this.#question.after ?? "");
    for (const name of trashNames(fs, this.#trash).toReversed()) {
      if (afterName !== "" && name > afterName) continue;
      if (this.#isFull) break;
      if (this.#isInTime(timeOf(name))) this.#walk(name, "", name === afterName ? afterSteps : null);
    }
    return { items: this.#items, next: this.#isFull ? this.#last : null };
  }

  #isInTime(at: number): boolean {
    const { since, until } = this.#question;
    return (since === null || at >= since) && (until === null || at < until);
  }

  /** Goes through a folder in the order of its names' bytes, what comes after `after` alone. */
  #walk(name: string, folder: string, after: readonly string[] | null): void {
    const place = placeOf(join(this.#trash, name), folder);
    const first = after?.[0] === undefined ? null : nameBytes(after[0]);
    for (const bytes of fs.readdirSync(place, { encoding: "latin1" }).sort()) {
      if (this.#isFull) return;
      if (first !== null && bytes < first) continue;
      const path = joinPath(folder, nameText(bytes));
      if (path === MARKER_NAME) continue;
      const isAfter = bytes === first;
      this.#take(name, path, isAfter ? (after ?? []).slice(1) : null, isAfter);
    }
  }

  #take(name: string, path: string, after: readonly string[] | null, wasTold: boolean): void {
    const stat = fs.lstatSync(placeOf(join(this.#trash, name), path), { throwIfNoEntry: false });
    const isFolder = stat?.isDirectory() === true;
    if (!isFolder && !stat?.isFile()) return; // links and the like do not come back
    if (!wasTold) this.#note(name, path, isFolder ? null : Number(stat?.size));
    if (isFolder && !this.#isFull && this.#mayHold(path)) this.#walk(name, path, after);
  }

  #note(name: string, path: string, bytes: number | null): void {
    const { home, under, text, limit } = this.#question;
    this.#namesLeft -= 1;
    this.#last = `${name}/${path}`;
    const isMeant =
      (under === null || path.startsWith(`${under}/`)) &&
      (text === null || path.toLowerCase().includes(text.toLowerCase()));
    if (isMeant) {
      const deletedAt = timeOf(name);
      this.#items.push({ id: this.#last, home, table: null, path, isFolder: bytes === null, bytes, deletedAt });
    }
    this.#isFull = this.#items.length >= limit || this.#namesLeft <= 0;
  }

  /** True unless nothing below this folder is asked for. */
  #mayHold(folder: string): boolean {
    const { under } = this.#question;
    return under === null || `${under}/`.startsWith(`${folder}/`) || folder.startsWith(`${under}/`);
  }
}
