import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { RowPools } from "#lib/testkit/row-pools.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";

const folder = tempFolder();
const MANY = 6_000;
const clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: () => new Promise<void>((resolve) => setImmediate(resolve)),
};
const nothing = () => {};

/** Another program, with a busy timeout of 5 s: writes and edits row after row until its input ends, then says how many. */
const WRITER = `
  const { DatabaseSync } = require("node:sqlite");
  const db = new DatabaseSync(process.argv[1], { timeout: 5000 });
  const insert = db.prepare("insert into users (sip_uri, home_pool) values (?, ?)");
  const edit = db.prepare("update users set display_name = 'Edited' where sip_uri = ?");
  let written = 0, isOver = false;
  process.stdin.on("end", () => { isOver = true; }).resume();
  console.log("writes");
  (function next() {
    insert.run("sip:writer" + ++written + "@" + process.argv[2], process.argv[2]);
    edit.run("sip:writer" + Math.ceil(written / 2) + "@" + process.argv[2]);
    if (isOver) { db.close(); console.log(written); } else setImmediate(next);
  })();`;

async function startWriter(pool: string): Promise<{ readonly end: () => Promise<number> }> {
  const writer: ChildProcessWithoutNullStreams = spawn(process.execPath, [
    "-e",
    WRITER,
    join(folder(), pool, "user.db"),
    pool,
  ]);
  let [said, complained] = ["", ""];
  writer.stdout.on("data", (text) => {
    said += text;
  });
  writer.stderr.on("data", (text) => {
    complained += text;
  });
  await once(writer.stdout, "data");
  const end = async () => {
    writer.stdin.end();
    await once(writer, "close");
    expect(complained).toBe("");
    return Number(said.trim().split("\n").at(-1));
  };
  return { end };
}

test("programs that write at both pools while rows are compared, sent and given back are never refused, and nothing is lost", async () => {
  const pools = new RowPools(folder(), clock);
  const fill = (pool: typeof POOL_1, home: typeof POOL_1) =>
    pools.runUnseen(
      pool,
      `with recursive n (i) as (select 1 union all select i + 1 from n where i < ${MANY})
       insert into users (sip_uri, home_pool) select 'sip:' || i || '@${home}', '${home}' from n`,
    );
  fill(POOL_1, POOL_1); // whose standby was lost
  fill(POOL_1, POOL_2); // whose home was lost
  const writers = [await startWriter(POOL_1), await startWriter(POOL_2)];
  const [here, there] = [pools.module.inventorySide(POOL_1), pools.module.inventorySide(POOL_2)];
  const given = await here.giveBack(POOL_2, there.take(POOL_2, nothing), Date.now(), nothing);
  const pushed = await here.push(there.take(POOL_1, nothing), Date.now(), nothing);
  expect(given).toMatchObject({ identical: 0, missing: MANY, different: 0 });
  expect(pushed.missing).toBeGreaterThanOrEqual(MANY);
  await pools.carry(POOL_1);
  const written = await Promise.all(writers.map((writer) => writer.end()));
  for (const pool of [POOL_1, POOL_2]) {
    await pools.look(pool);
    await pools.carry(pool);
  }
  expect(await pools.storeOf(POOL_2).book.receipt(PRESENCE, POOL_1)).toMatchObject({ placed: MANY, leftAlone: [] });
  for (const [n, pool] of [POOL_1, POOL_2].entries()) {
    const own = pools.rows(pool, pool);
    expect(Object.keys(own)).toHaveLength(MANY + (written[n] ?? 0));
    if (pool === POOL_1) expect(pools.rows(POOL_2, POOL_1)).toEqual(own);
    else expect(Object.keys(pools.rows(POOL_1, POOL_2))).toEqual(Object.keys(own));
  }
  pools.close();
});
