import { beforeEach, describe, expect, test } from "vitest";
import { EMPTY_QUARANTINE } from "#lib/domain/quarantine.ts";
import { anAck, HOUR, NOON, SECOND } from "#lib/testkit/builders.ts";
import { PartnerEar } from "./partner-ear.ts";

const STORE = "store-2";
const MINUTE = 60_000;

let ear: PartnerEar;
beforeEach(() => {
  ear = new PartnerEar();
});

/** The wall clock is a minute ahead of what is measured. */
const word = () => ear.word(STORE, (elapsed) => elapsed + MINUTE);
const heardAt = () => {
  const at = word()?.heardAt ?? null;
  return at === null ? null : at - MINUTE;
};

describe("the partner is heard when its file is seen to change", () => {
  test("an old file at the first read is not heard, whatever time is written in it", () => {
    ear.hear(anAck({ at: new Date(NOON).toISOString() }), NOON);
    expect(word()).toMatchObject({ heardAt: null, importState: "NormalState" });
  });

  test("a file that stands still is no heartbeat", () => {
    ear.hear(anAck({ beat: 1 }), NOON);
    ear.hear(anAck({ beat: 2 }), NOON + 5 * SECOND);
    for (let passed = 6; passed < 60; passed++) ear.hear(anAck({ beat: 2 }), NOON + passed * SECOND);
    expect(heardAt()).toBe(NOON + 5 * SECOND);
  });

  test("a beat is heard by our clock, not by the partner's", () => {
    ear.hear(anAck({ beat: 1 }), NOON);
    ear.hear(anAck({ beat: 2, at: new Date(NOON + 5 * HOUR).toISOString() }), NOON + SECOND);
    expect(heardAt()).toBe(NOON + SECOND);
  });

  test("a new import process that begins to count anew is heard", () => {
    ear.hear(anAck({ writer: "run-1", beat: 7 }), NOON);
    ear.hear(anAck({ writer: "run-2", beat: 7 }), NOON + SECOND);
    expect(heardAt()).toBe(NOON + SECOND);
  });

  test("a file that comes to be where there was none is heard", () => {
    ear.hear(null, NOON);
    ear.hear(anAck(), NOON + SECOND);
    expect(heardAt()).toBe(NOON + SECOND);
  });

  test("a file that goes and comes back as it was is not heard: nobody wrote it", () => {
    ear.hear(anAck({ beat: 1 }), NOON);
    ear.hear(anAck({ beat: 2 }), NOON + SECOND);
    ear.hear(null, NOON + 20 * SECOND);
    ear.hear(anAck({ beat: 2 }), NOON + 40 * SECOND);
    expect(heardAt()).toBe(NOON + SECOND);
  });

  test("an old file that goes and comes back as it was is still an old file", () => {
    ear.hear(anAck(), NOON);
    ear.hear(null, NOON + SECOND);
    ear.hear(anAck(), NOON + 2 * SECOND);
    expect(heardAt()).toBeNull();
  });
});

describe("the word", () => {
  test("is none before there was any, and none while the file is gone", () => {
    expect(word()).toBeNull();
    ear.hear(anAck(), NOON);
    ear.hear(null, NOON + SECOND);
    expect(word()).toBeNull();
  });

  test("is the partner's state, its standby and the sentence of its last error", () => {
    const lastError = { code: "disk-full", sentence: "The disk is full.", at: new Date(NOON).toISOString() };
    ear.hear(anAck({ importState: "ErrorState", standby: "lost", standbyStoreId: null, lastError }), NOON);
    expect(word()).toEqual({
      heardAt: null,
      importState: "ErrorState",
      lastError: "The disk is full.",
      standby: "lost",
      isSameStore: false,
      own: "ok",
      quarantine: EMPTY_QUARANTINE,
    });
  });

  test.each([
    ["the store that the ledger knows", "store-2", true],
    ["another store", "store-9", false],
    ["no store", null, false],
  ])("of %s: is it the same? %s", (_sentence, standbyStoreId, isSameStore) => {
    ear.hear(anAck({ standbyStoreId }), NOON);
    expect(word()?.isSameStore).toBe(isSameStore);
  });
});

describe("there is news", () => {
  beforeEach(() => {
    ear.hear(anAck({ beat: 1 }), NOON);
  });

  test("when it is heard for the first time", () => {
    expect(ear.hear(anAck({ beat: 2 }), NOON + SECOND)).toBe(true);
  });

  test("but not with every beat", () => {
    ear.hear(anAck({ beat: 2 }), NOON + SECOND);
    expect(ear.hear(anAck({ beat: 3 }), NOON + 6 * SECOND)).toBe(false);
    expect(ear.hear(anAck({ beat: 3 }), NOON + 7 * SECOND)).toBe(false);
  });

  test("when it is heard again after a silence", () => {
    ear.hear(anAck({ beat: 2 }), NOON + SECOND);
    ear.hear(anAck({ beat: 2 }), NOON + 30 * SECOND);
    expect(ear.hear(anAck({ beat: 3 }), NOON + 31 * SECOND)).toBe(true);
  });

  test.each([
    ["its import fails", { importState: "ErrorState" as const }],
    ["its store is lost", { standby: "lost" as const }],
    ["it refused an item", { quarantine: { items: 1, oldestAt: null, named: [] } }],
    ["its store is another one", { standbyStoreId: "store-9" }],
  ])("when %s", (_sentence, more) => {
    ear.hear(anAck({ beat: 2 }), NOON + SECOND);
    expect(ear.hear(anAck({ beat: 3, ...more }), NOON + 2 * SECOND)).toBe(true);
  });

  test("when the file is gone", () => {
    expect(ear.hear(null, NOON + SECOND)).toBe(true);
  });
});
