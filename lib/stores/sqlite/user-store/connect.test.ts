import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { connect } from "./connect.ts";

const folder = tempFolder();
const MOST_KIB = 2_048;

test("however large a user database is, a connection keeps no more than 2 MiB of it in memory", () => {
  const db = connect(join(folder(), "user.db"), () => {});
  const { cache_size } = db.prepare("PRAGMA cache_size").get() ?? {};
  expect(cache_size, "negative: KiB, and no number of pages").toBe(-MOST_KIB);
  db.close();
});
