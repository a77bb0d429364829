import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Ack } from "#lib/domain/ack.ts";
import type { CompareAsk, ItemRange } from "#lib/domain/compare.ts";
import type { InventoryAsk, InventoryFace, InventoryItem, InventoryPages } from "#lib/domain/inventory.ts";
import { type Epoch, type Manifest, type PackageRef, partName } from "#lib/domain/package.ts";
import type { Quarantined } from "#lib/domain/quarantine.ts";
import { LANE } from "#lib/testkit/evidence.ts";
import type { Transport } from "./transport.ts";

/** Two pools' BackupStores, with hands that do what a broken disk or another program does. */
export type TransportPlace = {
  readonly transport: Transport;
  /** Changes one byte of a published part, or of the manifest; the same twice changes nothing. False when there is none at `at`. */
  damage(ref: PackageRef, what: "part" | "manifest", at?: number): boolean;
  /** The same to the importer's word, and to the exporter's question. */
  damageWord(at: number): boolean;
  damageQuestion(at: number): boolean;
  removePart(ref: PackageRef): void;
  /** Does the same to the importer's answer for a data set. */
  damageAnswer(home: string, how: "one byte" | "cut short" | "its last line is gone"): void;
  /** The marker of the store that packages go to, or that acks go to, is no longer the right one. */
  loseStore(of: "packages" | "acks"): void;
  /** Names that are left of work that was not finished. */
  leftovers(): string[];
  remove(): Promise<void>;
};

const PART = partName(1);
const text = new TextEncoder();

const manifest = (epoch: number, seq: number, parts: Manifest["parts"]): Manifest => ({
  format: 2,
  lane: LANE,
  dataSet: LANE.from,
  epoch: epoch as Epoch,
  seq,
  previous: null,
  acked: { epoch: 1 as Epoch, seq: 7 },
  request: null,
  cutOff: "2026-11-21T12:00:00.000Z",
  batches: [{ is: "rows", table: "users", columns: ["a"], rows: 1, part: PART, oldestAt: "2026-11-21T12:00:00.000Z" }],
  parts,
});

const REFUSED: Quarantined = {
  table: "content",
  key: "A.txt",
  code: "name-refused",
  sentence: "The name is too long.",
  since: "2026-11-21T12:00:00.000Z",
  triedIn: "1-1",
  triedAt: "2026-11-21T12:00:00.000Z",
  tries: 2,
};

const anAck = (beat: number): Ack => ({
  format: 1,
  applied: null,
  expects: { epoch: 1 as Epoch, seq: 2 },
  canary: { number: 3 },
  quarantine: { items: 2, oldestAt: REFUSED.since, named: [REFUSED] },
  resend: false,
  writer: "run",
  beat,
  standbyStoreId: "store",
  standby: "ok",
  own: "ok",
  receipt: null,
  importState: "NormalState",
  lastError: null,
  at: "2026-11-21T12:00:00.000Z",
  freeBytes: null,
});

const anAsk = (requestId: string): InventoryAsk => ({
  format: 1,
  requestId,
  asking: "run 1",
  authority: "sync",
  storeStamp: "store/1",
  at: "2026-11-21T12:00:00.000Z",
});
const FACE: InventoryFace = { requestId: "request 1", asking: "run 1", dataSet: LANE.from, storeStamp: "store/1" };

const anItem = (n: number): InventoryItem => ({ table: "users", key: `["sip:${n}@x"]`, signature: `s${n}` });
async function* pagesOf(...pages: readonly (readonly InventoryItem[])[]): AsyncGenerator<readonly InventoryItem[]> {
  yield* pages;
}
async function allOf(pages: InventoryPages | null): Promise<InventoryItem[] | null> {
  return pages && (await Array.fromAsync(pages)).flat();
}

/** The promises of Transport, made runnable: every plug passes them. */
export function transportContract(open: () => Promise<TransportPlace>): void {
  let place: TransportPlace;
  beforeEach(async () => {
    place = await open();
  });
  afterEach(() => place.remove());

  const sealed = async (epoch: number, seq: number, content = "content") => {
    const staging = await place.transport.stage(LANE, { epoch: epoch as Epoch, seq });
    const part = await staging.writePart(PART, text.encode(content));
    return { staging, ref: await staging.seal(manifest(epoch, seq, [part])) };
  };
  const publish = async (epoch: number, seq: number, content?: string) => {
    const { staging, ref } = await sealed(epoch, seq, content);
    await staging.publish();
    return ref;
  };
  const names = async () => (await place.transport.incoming(LANE)).map(({ epoch, seq }) => `${epoch}-${seq}`);

  test("a package is not seen before it is published, and then whole", async () => {
    const { staging, ref } = await sealed(1, 1);
    expect(await names()).toEqual([]);
    await staging.publish();
    const received = await place.transport.receive(LANE, ref);
    expect(received?.ref).toEqual(ref);
    expect(received?.manifest.parts).toHaveLength(1);
    expect(received?.manifest.acked).toEqual({ epoch: 1, seq: 7 });
    const [part] = received?.manifest.parts ?? [];
    if (!received || !part) throw new Error("the package is not there");
    expect(new TextDecoder().decode(await received.readPart(part))).toBe("content");
  });

  test("a published package is never replaced", async () => {
    const first = await publish(1, 1, "first");
    await expect(publish(1, 1, "second")).rejects.toMatchObject({ code: "package-exists" });
    expect((await place.transport.receive(LANE, first))?.ref).toEqual(first);
  });

  test("packages come in the order of their numbers, not of their names", async () => {
    for (const [epoch, seq] of [
      [10, 1],
      [2, 10],
      [2, 9],
    ] as const) {
      await publish(epoch, seq);
    }
    expect(await names()).toEqual(["2-9", "2-10", "10-1"]);
  });

  test("a discarded staging leaves nothing", async () => {
    const { staging } = await sealed(1, 1);
    await staging.discard();
    expect(await names()).toEqual([]);
    expect(place.leftovers()).toEqual([]);
  });

  test("what a crash left is swept, and nothing that is published", async () => {
    await publish(1, 1);
    await sealed(1, 2);
    await place.transport.sweep(LANE);
    expect(place.leftovers()).toEqual([]);
    expect(await names()).toEqual(["1-1"]);
  });

  test("a package that is removed is gone; removing it twice is nothing", async () => {
    const ref = await publish(1, 1);
    await place.transport.remove(LANE, ref);
    await place.transport.remove(LANE, ref);
    expect(await names()).toEqual([]);
    expect(await place.transport.receive(LANE, ref)).toBeNull();
    expect(place.leftovers()).toEqual([]);
  });

  test("one changed byte of a part is found", async () => {
    const ref = await publish(1, 1);
    place.damage(ref, "part");
    const received = await place.transport.receive(LANE, ref);
    const [part] = received?.manifest.parts ?? [];
    if (!received || !part) throw new Error("the package is not there");
    await expect(received.readPart(part)).rejects.toMatchObject({ code: "package-damaged" });
  });

  test("a part that is gone, or longer or shorter than the manifest says, is not read", async () => {
    const ref = await publish(1, 1);
    const received = await place.transport.receive(LANE, ref);
    const [part] = received?.manifest.parts ?? [];
    if (!received || !part) throw new Error("the package is not there");
    const other = { ...part, bytes: part.bytes + 1 };
    await expect(received.readPart(other)).rejects.toMatchObject({ code: "package-damaged" });
    place.removePart(ref);
    await expect(received.readPart(part)).rejects.toMatchObject({ code: "package-damaged" });
  });

  test("one changed byte of a manifest is found", async () => {
    const ref = await publish(1, 1);
    for (let at = 0; place.damage(ref, "manifest", at); at += 61) {
      await expect(place.transport.receive(LANE, ref), `byte ${at}`).rejects.toMatchObject({ code: "package-damaged" });
      place.damage(ref, "manifest", at); // and back
    }
    expect((await place.transport.receive(LANE, ref))?.ref).toEqual(ref);
  });

  test("a part that is asked for again is read again", async () => {
    const ref = await publish(1, 1);
    const received = await place.transport.receive(LANE, ref);
    const [part] = received?.manifest.parts ?? [];
    if (!received || !part) throw new Error("the package is not there");
    await received.readPart(part);
    place.damage(ref, "part");
    await expect(received.readPart(part)).rejects.toMatchObject({ code: "package-damaged" });
  });

  test("parts that are written where they are to be written are found where they are said to lie", async () => {
    const staging = await place.transport.stage(LANE, { epoch: 1 as Epoch, seq: 1 });
    writeFileSync(`${staging.partsFolder}/${PART}`, "content");
    const ref = await staging.seal(manifest(1, 1, []));
    await staging.publish();
    const received = await place.transport.receive(LANE, ref);
    expect(readFileSync(`${received?.partsFolder}/${PART}`, "utf8")).toBe("content");
  });

  test("the last word is what is heard, and silence before the first", async () => {
    expect(await place.transport.partnerWord(LANE)).toBeNull();
    await place.transport.sayWord(LANE, anAck(1));
    await place.transport.sayWord(LANE, anAck(2));
    expect(await place.transport.partnerWord(LANE)).toEqual(anAck(2));
    expect(place.leftovers()).toEqual([]);
  });

  test("the question that stands is what was asked last, until it is taken back", async () => {
    const { transport } = place;
    expect(await transport.asked(LANE)).toBeNull();
    await transport.ask(LANE, null);
    await transport.ask(LANE, anAsk("request 1"));
    await transport.ask(LANE, anAsk("request 2"));
    expect(await transport.asked(LANE)).toEqual(anAsk("request 2"));
    await publish(1, 1);
    expect(await names()).toEqual(["1-1"]);
    await transport.sweep(LANE);
    expect(await transport.asked(LANE)).toEqual(anAsk("request 2"));
    await transport.ask(LANE, null);
    expect(await transport.asked(LANE)).toBeNull();
    expect(place.leftovers()).toEqual([]);
  });

  test("one changed byte of a word is a fault, and of a question none", async () => {
    await place.transport.sayWord(LANE, anAck(1));
    for (let at = 0; place.damageWord(at); at += 61) {
      await expect(place.transport.partnerWord(LANE), `byte ${at}`).rejects.toMatchObject({ code: "ack-unreadable" });
      place.damageWord(at);
    }
    expect(await place.transport.partnerWord(LANE)).toEqual(anAck(1));
    await place.transport.ask(LANE, anAsk("request 1"));
    for (let at = 0; place.damageQuestion(at); at += 61) {
      expect(await place.transport.asked(LANE), `byte ${at}`).toBeNull();
      place.damageQuestion(at);
    }
    expect(await place.transport.asked(LANE)).toEqual(anAsk("request 1"));
  });

  test("an answer is read as it was given, and again; an empty one is one", async () => {
    const { transport } = place;
    expect(await transport.inventory(LANE, FACE)).toBeNull();
    await transport.answer(LANE, FACE, pagesOf());
    expect(await allOf(await transport.inventory(LANE, FACE))).toEqual([]);
    const odd = { table: "content", key: "ü %FF/\n\u2028[1].txt", signature: "s" };
    await transport.answer(LANE, FACE, pagesOf([anItem(1), anItem(2)], [], [odd]));
    const pages = await transport.inventory(LANE, FACE);
    expect(await allOf(pages)).toEqual([anItem(1), anItem(2), odd]);
    expect(await allOf(pages)).toEqual([anItem(1), anItem(2), odd]);
    expect(place.leftovers()).toEqual([]);
  });

  test("a long answer comes in ranges that nobody has to hold at once", async () => {
    const long = "x".repeat(100_000);
    const items = Array.from({ length: 1500 }, (_, n) => ({
      ...anItem(n),
      key: `["${n}${n % 50 === 0 ? long : ""}"]`,
    }));
    await place.transport.answer(LANE, FACE, pagesOf(items));
    const pages = await Array.fromAsync((await place.transport.inventory(LANE, FACE)) ?? pagesOf());
    expect(pages.flat()).toEqual(items);
    expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(1000);
    expect(Math.max(...pages.map((page) => JSON.stringify(page).length))).toBeLessThan(2_000_000);
  });

  test("an answer counts for its request, its store and its data set alone", async () => {
    const { transport } = place;
    await transport.answer(LANE, FACE, pagesOf([anItem(1)]));
    expect(await transport.inventory(LANE, { ...FACE, requestId: "request 2" })).toBeNull();
    expect(await transport.inventory(LANE, { ...FACE, asking: "run 2" })).toBeNull();
    expect(await transport.inventory(LANE, { ...FACE, storeStamp: "store/2" })).toBeNull();
    expect(await transport.inventory(LANE, { ...FACE, dataSet: LANE.to })).toBeNull();
    await transport.answer(LANE, { ...FACE, dataSet: LANE.to }, pagesOf([anItem(2)]));
    expect(await allOf(await transport.inventory(LANE, { ...FACE, dataSet: LANE.to }))).toEqual([anItem(2)]);
    expect(await allOf(await transport.inventory(LANE, FACE))).toEqual([anItem(1)]);
  });

  test("a newer answer replaces the older one; one that fails half-way does not", async () => {
    const { transport } = place;
    const newer = { ...FACE, requestId: "request 2" };
    await transport.answer(LANE, FACE, pagesOf([anItem(1)]));
    await transport.answer(LANE, newer, pagesOf([anItem(2)]));
    expect(await transport.inventory(LANE, FACE)).toBeNull();
    async function* failing() {
      yield [anItem(3)];
      throw new Error("the disk says no");
    }
    await expect(transport.answer(LANE, newer, failing())).rejects.toThrow("the disk says no");
    expect(await allOf(await transport.inventory(LANE, newer))).toEqual([anItem(2)]);
    expect(place.leftovers()).toEqual([]);
  });

  test.each(["one byte", "cut short", "its last line is gone"] as const)(
    "an answer that is damaged (%s) is a fault before anyone sees a range of it",
    async (how) => {
      await place.transport.answer(LANE, FACE, pagesOf(Array.from({ length: 400 }, (_, n) => anItem(n))));
      place.damageAnswer(LANE.from, how);
      await expect(place.transport.inventory(LANE, FACE)).rejects.toMatchObject({ code: "package-damaged" });
    },
  );

  test("one that is replaced while it is read is a fault, and no mixture of two", async () => {
    const { transport } = place;
    const many = (from: number) => Array.from({ length: 3 }, (_, page) => [anItem(from + page)]);
    await transport.answer(LANE, FACE, pagesOf(...many(0)));
    const pages = await transport.inventory(LANE, FACE);
    await transport.answer(LANE, FACE, pagesOf(...many(100)));
    await expect(allOf(pages)).rejects.toMatchObject({ code: "package-damaged" });
  });

  test.each([
    ["a path that climbs", { table: "content", key: "../a", signature: "s" }],
    ["an absolute path", { table: "content", key: "/etc/passwd", signature: "s" }],
    ["the marker", { table: "content", key: ".pairkeeper-store", signature: "s" }],
    ["a row's key that is none", { table: "users", key: "sip:a@x", signature: "s" }],
    ["a row's key that holds more than values", { table: "users", key: '[["a"]]', signature: "s" }],
    ["a table that is no name", { table: "users; drop table users", key: '["a"]', signature: "s" }],
    ["no signature", { table: "users", key: '["a"]', signature: "" }],
  ])("an answer that names %s is damaged", async (_what, item) => {
    await place.transport.answer(LANE, FACE, pagesOf([item]));
    const pages = await place.transport.inventory(LANE, FACE);
    await expect(allOf(pages)).rejects.toMatchObject({ code: "package-damaged" });
  });

  test("answers that are taken away are gone, and the ack stays", async () => {
    const { transport } = place;
    await transport.forgetAnswers(LANE);
    await transport.sayWord(LANE, anAck(1));
    await transport.answer(LANE, FACE, pagesOf([anItem(1)]));
    await transport.answer(LANE, { ...FACE, dataSet: LANE.to }, pagesOf([anItem(1)]));
    await transport.forgetAnswers(LANE);
    expect(await transport.inventory(LANE, FACE)).toBeNull();
    expect(await transport.inventory(LANE, { ...FACE, dataSet: LANE.to })).toBeNull();
    expect(await transport.partnerWord(LANE)).toEqual(anAck(1));
  });

  test("nothing is written into a store that is not the right one", async () => {
    const ref = await publish(1, 1);
    place.loseStore("packages");
    const lost = { code: "store-lost" };
    await expect(place.transport.stage(LANE, { epoch: 1 as Epoch, seq: 2 })).rejects.toMatchObject(lost);
    await expect(place.transport.remove(LANE, ref)).rejects.toMatchObject(lost);
    await expect(place.transport.sweep(LANE)).rejects.toMatchObject(lost);
    await expect(place.transport.ask(LANE, anAsk("request 1"))).rejects.toMatchObject(lost);
    await expect(place.transport.ask(LANE, null)).rejects.toMatchObject(lost);
    await place.transport.answer(LANE, FACE, pagesOf([anItem(1)]));
    await place.transport.sayWord(LANE, anAck(1));
    place.loseStore("acks");
    await expect(place.transport.sayWord(LANE, anAck(2))).rejects.toMatchObject(lost);
    await expect(place.transport.answer(LANE, FACE, pagesOf([anItem(2)]))).rejects.toMatchObject(lost);
    await expect(place.transport.forgetAnswers(LANE)).rejects.toMatchObject(lost);
    expect(await place.transport.partnerWord(LANE)).toEqual(anAck(1));
    expect(await allOf(await place.transport.inventory(LANE, FACE))).toEqual([anItem(1)]);
  });

  describe("a compare", () => {
    const ask = { format: 1, requestId: "request 1", asking: "run 1", storeStamp: "store/1", salt: "s" } as const;
    const anAsked = (items: CompareAsk["items"] = null): CompareAsk => ({
      ...ask,
      at: "2026-11-21T12:00:00.000Z",
      depth: "full",
      isScheduled: false,
      items,
    });
    async function* ranges(...all: readonly ItemRange[]) {
      yield* all;
    }
    const told = async () => {
      const found = await place.transport.ranges(LANE, FACE);
      return found && (await Array.fromAsync(found)).map((one) => ({ ...one, open: one.open() }));
    };

    test("is asked for and taken back apart from every other question", async () => {
      const { transport } = place;
      const items = Array.from({ length: 500 }, (_, n) => ({ table: "users", key: `["${"x".repeat(300)}${n}"]` }));
      await transport.ask(LANE, anAsk("request 1"));
      await transport.askCompare(LANE, anAsked(items));
      expect(await transport.askedCompare(LANE)).toEqual(anAsked(items));
      await transport.askCompare(LANE, null);
      expect(await transport.askedCompare(LANE)).toBeNull();
      expect(await transport.asked(LANE)).not.toBeNull();
    });

    test("is answered by ranges whose items are read when they are opened; it can be gone through again", async () => {
      const all = [
        { digest: "d1", items: [anItem(1), anItem(2)] },
        { digest: "-", items: [anItem(3)] },
      ];
      await place.transport.tellRanges(LANE, FACE, ranges(...all));
      const expected = all.map(({ digest, items }) => ({ digest, count: items.length, open: items }));
      expect(await told()).toEqual(expected);
      expect(await told()).toEqual(expected);
      expect(await place.transport.ranges(LANE, { ...FACE, asking: "run 2" })).toBeNull();
      await place.transport.forgetRanges(LANE);
      expect(await told()).toBeNull();
      expect(place.leftovers()).toEqual([]);
    });

    test("an item that leads out of its data set damages its range", async () => {
      const out = { table: "content", key: "../a", signature: "s" };
      await place.transport.tellRanges(LANE, FACE, ranges({ digest: "d", items: [out] }));
      await expect(told()).rejects.toMatchObject({ code: "package-damaged" });
    });

    test("nothing of it is written into a store that is not the right one", async () => {
      place.loseStore("packages");
      await expect(place.transport.askCompare(LANE, anAsked())).rejects.toMatchObject({ code: "store-lost" });
      place.loseStore("acks");
      await expect(place.transport.tellRanges(LANE, FACE, ranges())).rejects.toMatchObject({ code: "store-lost" });
    });
  });

  test("an answer whose store is lost while it is taken is not shown", async () => {
    async function* losing() {
      yield [anItem(1)];
      place.loseStore("acks");
    }
    await expect(place.transport.answer(LANE, FACE, losing())).rejects.toMatchObject({ code: "store-lost" });
    expect(await place.transport.inventory(LANE, FACE)).toBeNull();
  });
}
