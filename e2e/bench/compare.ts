import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { FULL_COMPARE } from "#lib/domain/compare.ts";
import { anActor, DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";

const KINDS = { rows: PRESENCE, files: DATA_CONF } as const;
type Kind = keyof typeof KINDS;

const never = new AbortController().signal;
const FILES_A_FOLDER = 100;
const BYTES = 4096;

/**
 * A compare of 100,000 equal rows, and of 100,000 equal files of 4 KiB, each once more with one item that differs; beside a full push
 * of the same, which tells and compares every item by itself. Both sides are in this one process: what it worked is the work of two.
 */
export async function run(args: readonly string[] = []): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      items: { type: "string", default: "100000" },
      only: { type: "string", default: "rows,files" },
      memory: { type: "string", default: "/dev/shm" },
    },
  });
  const items = Number(values.items);
  const kinds = (["rows", "files"] as const).filter((kind) => values.only.split(",").includes(kind));
  for (const kind of kinds) await measure(kind, items, values.memory);
}

async function measure(kind: Kind, items: number, place: string): Promise<void> {
  mkdirSync(place, { recursive: true });
  const world = await TwoPools.open({}, place);
  try {
    if (kind === "rows") writeRows(world, items);
    else writeFiles(world, items);
    for (let cycles = 0; cycles < 40; cycles++) {
      await world.cycle(kind);
      await world.imports(kind);
      if ((await world.status(kind)).ExportStatus === "FinalState") break;
    }
    console.log(`${kind}: ${items.toLocaleString("en")} items on both sides (${place})`);
    await told("a compare, all equal", world, () => compare(world, kind));
    spoil(world, kind);
    await told("a compare, one item differs", world, () => compare(world, kind));
    await told("a full push", world, () => push(world, kind));
  } finally {
    await world.close();
  }
}

async function told(what: string, _world: TwoPools, work: () => Promise<string>): Promise<void> {
  global.gc?.();
  const [before, began] = [process.cpuUsage(), performance.now()];
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const rss = process.memoryUsage.rss();
  const found = await work();
  clearInterval(watch);
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1e6;
  const grew = Math.max(0, peak - rss) / 2 ** 20;
  console.log(
    `  ${what.padEnd(28)} ${cpu.toFixed(2)} s CPU, ${((performance.now() - began) / 1000).toFixed(2)} s, ` +
      `peak ${Math.round(peak / 2 ** 20)} MiB (${Math.round(grew)} more than before): ${found}`,
  );
}

async function compare(world: TwoPools, kind: Kind): Promise<string> {
  const detail = { token: null, trashItems: [], compare: FULL_COMPARE };
  const asked = { what: "compare", from: POOL_1, to: POOL_2, modules: [KINDS[kind]], detail } as const;
  const { id } = await world.ledger.doors.request(asked, anActor());
  await world.learn();
  const [lane, inbox] = [world.export(kind), world.import(kind)];
  for (let turn = 0; turn < 40; turn++) {
    await lane.compare(never);
    await inbox.answerCompare(never);
    await lane.compare(never);
    if (world.clock.elapsed() >= lane.dueAt) await world.cycle(kind);
    world.clock.travel(5_000);
    await inbox.keepWord();
    await lane.listen();
    if (lane.compares().runs.every((run) => run.endedAt !== null)) break;
  }
  await world.tell();
  const receipt = (await world.ledger.doors.requestById(id))?.runs[0]?.receipt;
  return JSON.stringify(receipt && { ...receipt, at: undefined, endedAt: undefined });
}

async function push(world: TwoPools, kind: Kind): Promise<string> {
  const asked = { what: "full-push", from: POOL_1, to: POOL_2, modules: [KINDS[kind]] } as const;
  const { id } = await world.ledger.doors.request({ ...asked, detail: { token: null, trashItems: [] } }, anActor());
  await world.ask(kind);
  for (let cycle = 0; cycle < 4; cycle++) {
    await world.cycle(kind);
    await world.imports(kind);
  }
  return JSON.stringify((await world.ledger.doors.requestById(id))?.runs[0]?.compared);
}

function writeRows(world: TwoPools, items: number): void {
  world.sql(
    POOL_1,
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
     insert into users (sip_uri, display_name, home_pool) select 'sip:user' || i || '@example.com', 'User ' || i, ? from n`,
    items,
    POOL_1,
  );
}

function writeFiles(world: TwoPools, items: number): void {
  for (let folder = 0; folder < items / FILES_A_FOLDER; folder++) {
    const place = world.makeFolder(`folder-${folder}`);
    for (let file = 0; file < FILES_A_FOLDER; file++)
      writeFileSync(join(place, `file-${file}.bin`), Buffer.alloc(BYTES, `${folder} ${file} `));
  }
}

function spoil(world: TwoPools, kind: Kind): void {
  if (kind === "files") {
    writeFileSync(join(world.content(POOL_2), "folder-7", "file-7.bin"), Buffer.alloc(BYTES, "other "));
    return;
  }
  world.sql(POOL_2, "insert into importing (id) values (1)");
  world.sql(POOL_2, "update users set display_name = 'other' where sip_uri = 'sip:user77@example.com'");
  world.sql(POOL_2, "delete from importing");
}
