import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CompareHand } from "#lib/testkit/compare-hand.ts";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { openCopiedPools, type TwoPools } from "#lib/testkit/two-pools.ts";

let world: TwoPools;
let hand: CompareHand;
beforeEach(async () => {
  world = await openCopiedPools();
  hand = new CompareHand(world);
});
afterEach(() => world.close());

const never = new AbortController().signal;
const below = (pool: string, name: string) => join(world.folder, "pools", pool, "files", "BackupStore", PRESENCE, name);
const question = () => below(POOL_2, `from-${POOL_1}/compare.json`);
const answer = () => below(POOL_1, `ranges-from-${POOL_2}.jsonl`);

/** The partner answers, and this lane has not read it. */
async function answered(): Promise<void> {
  await world.export("rows").compare(never);
  await world.import("rows").answerCompare(never);
  expect(existsSync(answer())).toBe(true);
}

test("a question that was damaged or taken away, before its answer or after it, is written again", async () => {
  const spoils = [() => writeFileSync(question(), "{"), () => rmSync(question())];
  for (const spoil of spoils) {
    const early = await hand.ask("rows", "compare");
    await world.export("rows").compare(never);
    spoil();
    expect(await hand.through("rows", early)).toMatchObject({ end: "done", receipt: { equal: 1 } });
    const late = await hand.ask("rows", "compare");
    await answered();
    spoil();
    await world.import("rows").answerCompare(never); // nobody asks: it takes its answer away
    expect(existsSync(answer())).toBe(false);
    expect(await hand.through("rows", late)).toMatchObject({ end: "done", receipt: { equal: 1 } });
  }
});

test("an answer that was taken away, or reads as another's, is given again", async () => {
  const another = () => writeFileSync(answer(), readFileSync(answer(), "utf8").replace(POOL_1, "other.test"));
  for (const spoil of [() => rmSync(answer()), another]) {
    const id = await hand.ask("rows", "compare");
    await answered();
    spoil();
    expect(await hand.through("rows", id)).toMatchObject({ end: "done", receipt: { equal: 1 } });
  }
});

test("a damaged answer is asked for again, and the damaged one is not read once more while the partner takes its time", async () => {
  const id = await hand.ask("rows", "compare");
  await answered();
  writeFileSync(answer(), "{");
  for (let at = 0; at < 6; at++) {
    await world.export("rows").compare(never);
    world.clock.travel(11_000);
    await world.import("rows").keepWord();
    await world.export("rows").listen();
  }
  expect(await hand.through("rows", id)).toMatchObject({ end: "done", receipt: { equal: 1 } });
});

test("an answer that is taken away while it is written, for nobody asks for it any more, is no trouble", async () => {
  const id = await hand.ask("rows", "compare");
  await world.export("rows").compare(never);
  await world.restart({
    transport: (real) => ({
      ...real,
      tellRanges: async (lane, face, ranges) => {
        await real.askCompare(lane, null);
        await real.forgetRanges(lane);
        await real.tellRanges(lane, face, ranges);
        throw new Error("its file was gone");
      },
    }),
  });
  await world.settle(1);
  await world.learn();
  await world.export("rows").compare(never);
  await world.import("rows").answerCompare(never);
  await world.import("rows").keepWord();
  expect((await world.status("rows", POOL_2)).ImportStatus).not.toBe("ErrorState");
  expect(await hand.runOf(id)).toMatchObject({ endedAt: null });
});

test("a look again at what is known to differ does not wait for ever", async () => {
  world.sql(POOL_2, "insert into importing (id) values (1)");
  world.sql(POOL_2, "delete from users where sip_uri = 'sip:a@x'");
  world.sql(POOL_2, "delete from importing");
  await hand.through("rows", await hand.ask("rows", "compare"));
  const unanswered = async (isComparing: boolean) => {
    for (let minute = 0; minute < 40; minute++) {
      if (world.export("rows").isComparing === isComparing) return;
      await world.export("rows").compare(never);
      world.clock.travel(60_000);
      await world.import("rows").keepWord();
      await world.export("rows").listen();
    }
    throw new Error("it goes on and on");
  };
  for (const _ of ["once", "and again"]) {
    await unanswered(true);
    await unanswered(false);
  }
  expect(existsSync(question())).toBe(false);
});
