import { afterEach, beforeEach, expect, test } from "vitest";
import type { Ack } from "#lib/domain/ack.ts";
import { type Epoch, type Manifest, type PackageRef, partName } from "#lib/domain/package.ts";
import type { Quarantined } from "#lib/domain/quarantine.ts";
import { LANE } from "#lib/testkit/evidence.ts";
import type { Transport } from "./transport.ts";

/** Two pools' BackupStores, with hands that do what a broken disk or another program does. */
export type TransportPlace = {
  readonly transport: Transport;
  /** Changes one byte of a published part, or of the manifest. */
  damage(ref: PackageRef, what: "part" | "manifest"): void;
  removePart(ref: PackageRef): void;
  /** The marker of the store that packages go to, or that acks go to, is no longer the right one. */
  loseStore(of: "packages" | "acks"): void;
  /** Names that are left of work that was not finished. */
  leftovers(): string[];
  remove(): Promise<void>;
};

const PART = partName(1);
const text = new TextEncoder();

const manifest = (epoch: number, seq: number, parts: Manifest["parts"]): Manifest => ({
  format: 1,
  lane: LANE,
  dataSet: LANE.from,
  epoch: epoch as Epoch,
  seq,
  previous: null,
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
};

const anAck = (beat: number): Ack => ({
  format: 1,
  applied: null,
  expects: { epoch: 1 as Epoch, seq: 2 },
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
    await expect(received.verifyPart(part)).rejects.toMatchObject({ code: "package-damaged" });
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

  test("one changed byte of a manifest is another package or none", async () => {
    const ref = await publish(1, 1);
    place.damage(ref, "manifest");
    const hash = await place.transport.receive(LANE, ref).then(
      (received) => received?.ref.hash,
      (fault: { code: string }) => fault.code,
    );
    expect(hash).not.toBe(ref.hash);
  });

  test("a part that is gone is missing, a whole one is whole", async () => {
    const ref = await publish(1, 1);
    const received = await place.transport.receive(LANE, ref);
    const [part] = received?.manifest.parts ?? [];
    if (!received || !part) throw new Error("the package is not there");
    expect(await received.verifyPart(part)).toBe("whole");
    place.removePart(ref);
    expect(await received.verifyPart(part)).toBe("missing");
  });

  test("a part that is asked for again is read again", async () => {
    const ref = await publish(1, 1);
    const received = await place.transport.receive(LANE, ref);
    const [part] = received?.manifest.parts ?? [];
    if (!received || !part) throw new Error("the package is not there");
    expect(await received.verifyPart(part)).toBe("whole");
    place.damage(ref, "part");
    await expect(received.verifyPart(part)).rejects.toMatchObject({ code: "package-damaged" });
  });

  test("of many parts each is judged by itself, in whatever order they are asked for", async () => {
    const staging = await place.transport.stage(LANE, { epoch: 1 as Epoch, seq: 1 });
    const parts: Manifest["parts"][number][] = [];
    for (let n = 1; n <= 600; n++) parts.push(await staging.writePart(partName(n), text.encode(`part ${n % 7}`)));
    const ref = await staging.seal(manifest(1, 1, parts));
    await staging.publish();
    place.removePart(ref);
    const received = await place.transport.receive(LANE, ref);
    const verdicts = await Promise.all([...parts].reverse().map((part) => received?.verifyPart(part)));
    expect(verdicts.map((verdict) => verdict === "missing")).toEqual(parts.map((_, at) => at === parts.length - 1));
    const wrong = { ...(parts[5] ?? { name: "", bytes: 0 }), sha256: "0".repeat(64) };
    await expect(received?.verifyPart(wrong)).rejects.toMatchObject({ code: "package-damaged" });
  });

  test("the last word is what is heard, and silence before the first", async () => {
    expect(await place.transport.partnerWord(LANE)).toBeNull();
    await place.transport.sayWord(LANE, anAck(1));
    await place.transport.sayWord(LANE, anAck(2));
    expect(await place.transport.partnerWord(LANE)).toEqual(anAck(2));
    expect(place.leftovers()).toEqual([]);
  });

  test("nothing is written into a store that is not the right one", async () => {
    const ref = await publish(1, 1);
    place.loseStore("packages");
    const lost = { code: "store-lost" };
    await expect(place.transport.stage(LANE, { epoch: 1 as Epoch, seq: 2 })).rejects.toMatchObject(lost);
    await expect(place.transport.remove(LANE, ref)).rejects.toMatchObject(lost);
    await expect(place.transport.sweep(LANE)).rejects.toMatchObject(lost);
    await place.transport.sayWord(LANE, anAck(1));
    place.loseStore("acks");
    await expect(place.transport.sayWord(LANE, anAck(2))).rejects.toMatchObject(lost);
    expect(await place.transport.partnerWord(LANE)).toEqual(anAck(1));
  });
}
