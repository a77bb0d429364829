import { beforeEach, describe, expect, test } from "vitest";
import { NOTHING_COMPARED } from "#lib/domain/inventory.ts";
import { NO_DETAIL, type SyncRun } from "#lib/domain/request.ts";
import { emptyReceipt, type ReturnReceipt } from "#lib/domain/return-receipt.ts";
import type { BookedFlight, BookFacts } from "#lib/ports/user-store.ts";
import { aPackage, aRef, NOON } from "#lib/testkit/builders.ts";
import { LANE } from "#lib/testkit/evidence.ts";
import { type Asked, RunBook } from "./run-book.ts";

const facts = (more: Partial<BookFacts> = {}): BookFacts => ({
  pendingItems: 0,
  goneItems: 0,
  upToMark: 0,
  heldItems: 0,
  goneUpToMark: 0,
  pendingBytes: 0,
  inFlightItems: 0,
  unackedPackages: 0,
  unackedBytes: 0,
  oldestChangeAt: null,
  ...more,
});
const flight = (seq: number, items: number): BookedFlight => ({ ...aRef(1, seq), items, bytes: 10 });

const ask = (id: string, more: Partial<Asked> = {}): Asked => ({
  id,
  what: "delta",
  detail: NO_DETAIL,
  by: "ada",
  isCancelled: false,
  ...more,
});

let book: RunBook;
beforeEach(() => {
  book = new RunBook(LANE);
});

const phases = () => book.told().map(({ requestId, phase }) => `${requestId} ${phase}`);
const only = (): SyncRun => {
  const [run, ...others] = book.told();
  if (!run || others.length > 0) throw new Error("There is not exactly one run.");
  return run;
};

/** One request up to the moment at which all of it was sent in package 2. */
function sendAll(id = "r1") {
  book.learn([ask(id)], NOON);
  book.take(NOON);
  book.looked(facts({ upToMark: 30 }), NOON);
  book.sent(aPackage(1, 2), NOON);
}

test("a request goes its way from accepted to done, and every step is told", () => {
  expect(book.learn([ask("r1")], NOON)).toBe(true);
  expect(only()).toMatchObject({
    requestId: "r1",
    lane: LANE,
    phase: "accepted",
    totalItems: null,
    leftItems: 0,
    inFlightItems: 0,
    goneItems: 0,
    at: NOON,
    endedAt: null,
  });

  expect(book.take(NOON + 1)).toBe(true);
  expect(only()).toMatchObject({ phase: "looking", totalItems: null, at: NOON + 1 });

  book.looked(facts({ upToMark: 28, goneUpToMark: 2 }), NOON + 2);
  expect(only()).toMatchObject({ phase: "sending", totalItems: 30, leftItems: 30, goneItems: 2, at: NOON + 2 });

  book.sending({ leftItems: 10, inFlightItems: 20, goneItems: 2 }, NOON + 3);
  expect(only()).toMatchObject({ phase: "sending", totalItems: 30, leftItems: 10, inFlightItems: 20, at: NOON + 3 });

  book.sent(aPackage(1, 2), NOON + 4);
  expect(only()).toMatchObject({ phase: "sent", totalItems: 30, leftItems: 0, endedAt: null });

  book.acked([flight(2, 10)], NOON + 5);
  expect(only()).toMatchObject({ phase: "sent", inFlightItems: 10, endedAt: null });

  book.acked([], NOON + 6);
  expect(only()).toMatchObject({ phase: "done", inFlightItems: 0, endedAt: NOON + 6, at: NOON + 6 });
});

test("nothing asked, nothing to look for", () => {
  expect(book.learn([], NOON)).toBe(false);
  expect(book.take(NOON)).toBe(false);
  expect([book.hasAccepted, book.hasOpen, book.told()]).toEqual([false, false, []]);
});

test("a request is learnt once, however often it is read", () => {
  book.learn([ask("r1")], NOON);
  expect(book.learn([ask("r1")], NOON + 1)).toBe(false);
  expect(book.learn([ask("r1"), ask("r2")], NOON + 2)).toBe(true);
  expect(phases()).toEqual(["r1 accepted", "r2 accepted"]);
});

test("one look serves every request that was accepted before it, and none that came after", () => {
  book.learn([ask("r1"), ask("r2")], NOON);
  book.take(NOON);
  book.learn([ask("r3")], NOON + 1);
  book.looked(facts({ upToMark: 5 }), NOON + 2);
  book.sending({ leftItems: 1, inFlightItems: 0, goneItems: 0 }, NOON + 3);
  book.sent(aPackage(1, 1), NOON + 4);
  book.acked([], NOON + 5);
  expect(phases()).toEqual(["r1 done", "r2 done", "r3 accepted"]);
  expect(book.hasAccepted).toBe(true);
});

describe("a run ends by acks alone", () => {
  beforeEach(() => sendAll());

  test("not while one of its own packages is on its way", () => {
    book.acked([flight(1, 20), flight(2, 10)], NOON);
    expect(only()).toMatchObject({ phase: "sent", inFlightItems: 30 });
    expect(book.hasOpen).toBe(true);
  });

  test("though packages of later cycles are on their way", () => {
    book.acked([flight(3, 99)], NOON);
    expect(only()).toMatchObject({ phase: "done", inFlightItems: 0 });
    expect(book.hasOpen).toBe(false);
  });

  test("at once when there was nothing to send", () => {
    book = new RunBook(LANE);
    book.learn([ask("r1")], NOON);
    book.take(NOON);
    book.looked(facts(), NOON);
    book.sent(aPackage(1, 0), NOON);
    book.acked([flight(1, 5)], NOON);
    expect(only()).toMatchObject({ phase: "done", totalItems: 0 });
  });

  test("and never before everything has left", () => {
    book = new RunBook(LANE);
    book.learn([ask("r1")], NOON);
    book.acked([], NOON);
    expect(phases()).toEqual(["r1 accepted"]);
    book.take(NOON);
    book.acked([], NOON);
    expect(phases()).toEqual(["r1 looking"]);
    book.looked(facts({ upToMark: 1 }), NOON);
    book.acked([], NOON);
    expect(phases()).toEqual(["r1 sending"]);
  });
});

describe("when what was on its way has to go again", () => {
  test("an open run looks again, and its numbers are no more believed", () => {
    sendAll();
    book.restart(NOON + 7);
    expect(only()).toMatchObject({ phase: "accepted", totalItems: null, leftItems: 0, at: NOON + 7, endedAt: null });
    book.acked([], NOON + 8);
    expect(phases()).toEqual(["r1 accepted"]);
  });

  test("a run that has ended stays ended", () => {
    sendAll();
    book.acked([], NOON + 6);
    book.restart(NOON + 7);
    expect(only()).toMatchObject({ phase: "done", endedAt: NOON + 6 });
  });
});

describe("an ended run is forgotten once it was told", () => {
  test("and an answer that still names it as open does not bring it back", () => {
    sendAll();
    book.acked([], NOON);
    book.forget(book.told());
    expect(book.told()).toEqual([]);
    expect(book.learn([ask("r1")], NOON)).toBe(false);
    expect(book.told()).toEqual([]);
  });

  test("but not when it ended after it was told: its end would be lost", () => {
    sendAll();
    const told = book.told();
    book.acked([], NOON);
    book.forget(told);
    expect(phases()).toEqual(["r1 done"]);
  });

  test("while open ones stay", () => {
    sendAll("r1");
    book.acked([], NOON);
    book.learn([ask("r2")], NOON);
    book.forget(book.told());
    expect(phases()).toEqual(["r2 accepted"]);
  });

  test("and of very many only the last thousand are remembered as ended", () => {
    const ids = Array.from({ length: 1_001 }, (_, n) => `r${n}`);
    book.learn(
      ids.map((id) => ask(id)),
      NOON,
    );
    book.take(NOON);
    book.looked(facts(), NOON);
    book.sent(aPackage(1, 0), NOON);
    book.acked([], NOON);
    book.forget(book.told());
    expect(book.learn([ask("r1"), ask("r1000")], NOON)).toBe(false);
    expect(book.learn([ask("r0")], NOON)).toBe(true);
  });
});

describe("what leaves before a request is looked for", () => {
  const push = (id: string) => ask(id, { what: "full-push" });

  test("since it was accepted, is part of what it brought", () => {
    book.learn([push("r1")], NOON);
    book.take(NOON);
    book.left({ items: 1, bytes: 40 });
    book.answered(NOON);
    book.looked(facts({ upToMark: 2, pendingBytes: 10 }), NOON);
    expect(only()).toMatchObject({ totalItems: 3, totalBytes: 50, leftItems: 2, leftBytes: 10 });
    book.left({ items: 2, bytes: 10 });
    book.sent(aPackage(1, 2), NOON);
    book.acked([], NOON);
    expect(only()).toMatchObject({ end: "done", totalItems: 3, totalBytes: 50 });
  });

  test("counts once, also when it has to go again", () => {
    book.learn([push("r1")], NOON);
    book.take(NOON);
    book.left({ items: 1, bytes: 40 });
    book.joinLook(NOON);
    book.answered(NOON);
    book.looked(facts({ upToMark: 1, pendingBytes: 40 }), NOON);
    expect(only()).toMatchObject({ totalItems: 1, totalBytes: 40 });
  });

  test("counts once, though the inventory that is compared was written before it arrived", () => {
    book.learn([push("r1")], NOON);
    book.take(NOON);
    book.left({ items: 3, bytes: 40 });
    book.answered(NOON);
    book.looked(facts({ upToMark: 4, pendingBytes: 70 }), NOON, { items: 2, bytes: 30 });
    expect(only()).toMatchObject({ totalItems: 5, totalBytes: 80 });
  });

  test("counts for nobody who asks later", () => {
    book.left({ items: 1, bytes: 40 });
    book.learn([push("r1")], NOON);
    book.take(NOON);
    book.answered(NOON);
    book.looked(facts(), NOON);
    expect(only()).toMatchObject({ totalItems: 0, totalBytes: 0 });
  });
});

test("what was told does not change afterwards", () => {
  book.learn([ask("r1")], NOON);
  const told = only();
  book.take(NOON + 1);
  expect(told.phase).toBe("accepted");
});

test("what has to go again is part of the next look, and is not done because nothing is on its way", () => {
  sendAll();
  book.learn([ask("r2")], NOON);
  book.take(NOON);
  book.joinLook(NOON);
  book.acked([], NOON);
  expect(phases()).toEqual(["r1 looking", "r2 looking"]);
});

describe("a comparison", () => {
  const push = (id: string) => ask(id, { what: "full-push" });
  const receipt = (more: Partial<ReturnReceipt> = {}) => ({ ...emptyReceipt("r1"), ...more });

  test("asks the partner first, and is one at a time", () => {
    book.learn([push("r1"), push("r2"), ask("r3")], NOON);
    expect(book.take(NOON)).toBe(true);
    expect(phases()).toEqual(["r1 asking", "r2 asking", "r3 looking"]);
    book.learn([push("r4"), ask("r5", { what: "adopt" })], NOON);
    expect(book.hasAccepted).toBe(false);
    expect(book.comparison).toMatchObject({ id: "r1", what: "full-push", phase: "asking" });
    book.answered(NOON);
    book.looked(facts(), NOON);
    book.sent(aPackage(1, 1), NOON);
    book.acked([], NOON);
    expect(book.take(NOON)).toBe(true);
    expect(phases().slice(3)).toEqual(["r4 asking", "r5 accepted"]);
  });

  test("that gives something back waits for the partner's word that it is whole, and counts what both sides found", () => {
    book.learn([push("r1")], NOON);
    book.take(NOON);
    book.answered(NOON);
    book.compared({ ...NOTHING_COMPARED, missing: 3 }, receipt({ identical: 4, different: 1 }));
    book.looked(facts({ upToMark: 3 }), NOON);
    book.sent(aPackage(1, 2), NOON);
    book.acked([], NOON);
    expect(only().endedAt).toBeNull();
    book.receipted(receipt({ placed: 2 }));
    book.receipted(receipt({ placed: 3, closedAt: "2026-11-22T04:00:00.000Z" }));
    expect(only().returned).toMatchObject({ placed: 3, identical: 4, different: 1 });
    book.acked([], NOON + 1);
    expect(only()).toMatchObject({ end: "done", endedAt: NOON + 1 });
  });

  test("takes no receipt of another request", () => {
    book.learn([push("r1")], NOON);
    book.take(NOON);
    book.answered(NOON);
    book.compared(NOTHING_COMPARED, receipt());
    book.receipted({ ...receipt(), requestId: "r0", placed: 7 });
    expect(only().returned).toMatchObject({ placed: 0 });
  });

  test("that cannot be done ends with its reason", () => {
    book.learn([push("r1")], NOON);
    book.take(NOON);
    book.failComparison("The standby is lost too.", NOON + 1);
    expect(only()).toMatchObject({ end: "failed", problem: "The standby is lost too.", endedAt: NOON + 1 });
  });
});

test("a request that was cancelled ends where it stands, and once", () => {
  book.learn([ask("r1")], NOON);
  book.take(NOON);
  expect(book.learn([ask("r1", { isCancelled: true })], NOON + 1)).toBe(true);
  expect(only()).toMatchObject({ phase: "done", end: "cancelled", endedAt: NOON + 1 });
  expect(book.learn([ask("r1", { isCancelled: true })], NOON + 2)).toBe(false);
});
