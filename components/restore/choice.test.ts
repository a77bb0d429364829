import { expect, test } from "vitest";
import type { LastError } from "#lib/domain/last-error.ts";
import { LOSS_WORDS } from "#lib/domain/store-state.ts";
import { direction, module, NOW, pair } from "#lib/testkit/snapshot.ts";
import { choices } from "./choice.ts";

const lost = (path: string): LastError => ({
  Side: "Export",
  Code: "store-lost",
  Sentence: `It ${LOSS_WORDS.gone}`,
  Path: path,
  FirstAt: NOW,
  At: NOW,
  Count: 1,
});
const failed = (identity: string, path: string) =>
  module({ Identity: identity, ExportStatus: "ErrorState", Reason: "store-lost", LastError: lost(path) });

test("a pool that lost something comes first, then one that is not heard, then those that are well", () => {
  const well = pair();
  const silent = pair(
    direction({ from: "a", to: "b", modules: [module({ ExportStatus: "Unknown" })] }),
    direction({ from: "b", to: "a" }),
  );
  const hurt = pair(
    direction({ from: "c", to: "d", modules: [failed("ConfServices.DataConf", "/x/DataConf/c.example.test")] }),
    direction({ from: "d", to: "c" }),
  );
  const all = choices([well, silent, hurt]);
  expect(all.map(({ pool, cases, isKnown }) => `${pool.split(".")[0]} ${cases.length} ${isKnown}`)).toEqual([
    "c 1 true",
    "a 0 false",
    "pool1 0 true",
    "pool2 0 true",
    "b 0 true",
    "d 0 true",
  ]);
});

test("a whole store that is lost is one case, however many modules it holds", () => {
  const modules = [failed("UserServices.PresenceFocus", "/x/user.db"), failed("ConfServices.DataConf", "/x/files")];
  const [first] = choices([pair(direction({ modules }))]);
  expect(first?.cases.map(({ is }) => is)).toEqual(["whole-store"]);
});
