import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { isoInstant } from "#lib/domain/instant.ts";
import { BATCH_ITEMS } from "#lib/domain/limits.ts";
import { type ManifestHash, nextEpoch } from "#lib/domain/package.ts";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { presenceFocusTables, USERS } from "#lib/testkit/row-tables.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { makeUserStore } from "./make-user-store.ts";
import { openUserStore } from "./user-store.ts";

const folder = tempFolder();
const MANY = 100_000;
const clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: () => new Promise<void>((resolve) => setImmediate(resolve)),
};

/** Another program, with a busy timeout of 5 s: writes row after row until its input ends, then says how many. */
const WRITER = `
  const { DatabaseSync } = require("node:sqlite");
  const db = new DatabaseSync(process.argv[1], { timeout: 5000 });
  const insert = db.prepare("insert into users (sip_uri, home_pool) values (?, '${POOL_1}')");
  let written = 0, isOver = false;
  process.stdin.on("end", () => { isOver = true; }).resume();
  console.log("writes");
  (function next() {
    insert.run("sip:writer" + ++written + "@x");
    if (isOver) { db.close(); console.log(written); } else setImmediate(next);
  })();`;

test("a program that writes while 100,000 rows are taken, sent and imported is never refused, and no write is lost", async () => {
  const path = join(folder(), "user.db");
  const identity = { pool: POOL_1, partner: POOL_2, storeId: "busy", storeEpoch: 1 };
  makeUserStore(path, identity, [POOL_1, POOL_2], presenceFocusTables);
  const store = openUserStore(path, identity, clock, presenceFocusTables);
  const client = new DatabaseSync(path, { timeout: 5000 });
  client.exec(`
    with recursive n (i) as (select 1 union all select i + 1 from n where i < ${MANY})
    insert into users (sip_uri, home_pool) select 'sip:own' || i || '@x', '${POOL_1}' from n`);
  const writer = spawn(process.execPath, ["-e", WRITER, path], { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  let complained = "";
  writer.stdout.on("data", (text) => {
    said += text;
  });
  writer.stderr.on("data", (text) => {
    complained += text;
  });
  await once(writer.stdout, "data");

  await store.rows.takeChanges(PRESENCE, presenceFocusTables, () => {});
  await store.rows.addAll(PRESENCE, [USERS], Date.now(), () => {});
  for (let seq = 1; seq <= 5; seq++) {
    const waiting = await store.rows.waiting(PRESENCE, "images", 1e9, 16 * BATCH_ITEMS, [USERS]);
    const ids = waiting.flatMap((run) => run.ids);
    const flight = { epoch: nextEpoch(0), seq, hash: "-" as ManifestHash, items: ids.length, bytes: 1 };
    await store.book.launch(PRESENCE, flight, ids, [], Date.now());
  }
  await store.book.returnFlights(PRESENCE);
  for (let batch = 0; batch < MANY / (8 * BATCH_ITEMS); batch++) {
    const images = Array.from({ length: 8 * BATCH_ITEMS }, (_, i) =>
      JSON.stringify([`sip:standby${batch}-${i}@x`, null, 1, "{}", null, POOL_2]),
    );
    const lines = Buffer.from(`${images.join("\n")}\n`);
    const lot = { is: "rows" as const, table: USERS, rows: images.length, lines, oldestAt: isoInstant(Date.now()) };
    const position = { applied: null, working: null };
    await store.rows.apply(POOL_2, [lot], { module: PRESENCE, from: POOL_2, position });
  }
  writer.stdin.end();
  await once(writer, "close");
  expect(complained).toBe("");
  const written = Number(said.trim().split("\n").at(-1));
  expect(written).toBeGreaterThan(0);
  await store.rows.takeChanges(PRESENCE, presenceFocusTables, () => {});
  expect(await store.book.facts(PRESENCE, ["users"], 1e9)).toMatchObject({ pendingItems: MANY + written });
  client.close();
  store.close();
});
