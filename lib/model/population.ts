import type { Side, UserStep } from "./step.ts";
import { type FileAct, NAMES } from "./users/file-users.ts";
import type { RowAct } from "./users/row-act.ts";

const FOLDERS = new Set(["d", "d/e", "f"]);

/** What the users of a pool have before a history begins. */
export function population(pool: Side): readonly UserStep[] {
  const rows = [0, 1, 2, 3, 4, 5].flatMap((table) =>
    [0, 1, 2].map((key): RowAct => ({ act: "insert", table, key, value: key, of: "own" })),
  );
  const files = NAMES.map((path, name): FileAct => {
    return { act: FOLDERS.has(path) ? "make-folder" : "write", name, to: 0, value: 1 };
  });
  return [
    { do: "rows", pool, acts: rows },
    { do: "files", pool, acts: files },
  ];
}
