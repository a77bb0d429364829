import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Fault } from "#lib/domain/fault.ts";
import type { Transport } from "#lib/ports/transport.ts";
import { CompareHand } from "#lib/testkit/compare-hand.ts";
import { anActor, POOL_2 } from "#lib/testkit/evidence.ts";
import { openCopiedPools, type TwoPools } from "#lib/testkit/two-pools.ts";

let world: TwoPools;
let hand: CompareHand;
beforeEach(async () => {
  world = await openCopiedPools();
  hand = new CompareHand(world);
});
afterEach(() => world.close());

const never = new AbortController().signal;
const importStatus = async () => (await world.status("rows", POOL_2)).ImportStatus;

describe("what could not be told for a compare", () => {
  let isFull = false;
  let isUnreadable = false;
  let plain: Transport;
  beforeEach(async () => {
    isFull = false;
    isUnreadable = false;
    const filling = (real: Transport): Transport => {
      plain = real;
      return {
        ...real,
        tellRanges: async (...all) => {
          if (isFull) throw new Fault("disk-full", "There is no room left.", "/there");
          await real.tellRanges(...all);
        },
        askedCompare: async (lane) => {
          if (isUnreadable) throw new Fault("disk-full", "It cannot be read.", "/there");
          return real.askedCompare(lane);
        },
      };
    };
    await world.restart({ transport: filling });
    await world.settle(2);
    await hand.turn("rows"); // nobody asks: it has swept
    expect(await importStatus()).not.toBe("ErrorState");
    isFull = true;
  });

  test("is no trouble any more once nobody asks", async () => {
    const id = await hand.ask("rows", "compare");
    await hand.turn("rows");
    expect(await importStatus()).toBe("ErrorState");
    isFull = false;
    await world.ledger.doors.cancel(id, anActor());
    await world.learn();
    await hand.turns("rows", 2);
    expect(await hand.runOf(id)).toMatchObject({ end: "cancelled" });
    expect(await importStatus()).not.toBe("ErrorState");
  });

  test("is none either once only another store is asked", async () => {
    await hand.ask("rows", "compare");
    await hand.turn("rows");
    expect(await importStatus()).toBe("ErrorState");
    isFull = false;
    const lane = world.export("rows").lane;
    const asked = await plain.askedCompare(lane);
    if (asked === null) throw new Error("nothing is asked");
    await plain.askCompare(lane, { ...asked, storeStamp: "another/1" });
    world.clock.travel(6_000);
    await world.import("rows").answerCompare(never);
    await world.import("rows").keepWord();
    expect(await importStatus()).not.toBe("ErrorState");
  });

  test("is none either when the question could not be read for a while, before it or after its answer", async () => {
    isFull = false;
    for (const isAsked of [false, true]) {
      if (isAsked) {
        await hand.ask("rows", "compare");
        await world.export("rows").compare(never);
        await world.import("rows").answerCompare(never);
      }
      isUnreadable = true;
      await world.import("rows").answerCompare(never);
      isUnreadable = false;
      await world.import("rows").keepWord();
      expect(await importStatus()).toBe("ErrorState");
      world.clock.travel(6_000);
      await world.import("rows").answerCompare(never);
      await world.import("rows").keepWord();
      expect(await importStatus()).not.toBe("ErrorState");
    }
  });

  test("stays one while it is asked and there is no room", async () => {
    await hand.ask("rows", "compare");
    await hand.turns("rows", 5);
    expect(await importStatus()).toBe("ErrorState");
  });
});
