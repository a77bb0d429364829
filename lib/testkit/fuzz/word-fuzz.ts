import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { FAULT_CODES, Fault } from "#lib/domain/fault.ts";
import { isSafePath } from "#lib/domain/path-text.ts";
import { poolPlaces } from "#lib/service/pool-places.ts";
import { LANE, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";
import { folderTransport } from "#lib/transports/folder/folder-transport.ts";
import { readAck } from "#lib/transports/folder/schemas.ts";
import { sealedText, unsealed } from "#lib/transports/folder/sealed-text.ts";
import { changeBytes, type Mutation, mutated, mutations } from "./mutation.ts";

/** `isSealed`: the writer itself is wrong, and vouches for it; else the file was damaged after it was written. */
export type WordCase = {
  readonly what: "ack" | "question" | "inventory";
  readonly isSealed: boolean;
  readonly changes: readonly Mutation[];
};

export const wordCases: fc.Arbitrary<WordCase> = fc.record({
  what: fc.constantFrom("ack", "ack", "question", "inventory"),
  isSealed: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  changes: mutations,
});

const FACE = { requestId: "r", asking: "a", dataSet: LANE.from, storeStamp: "s/1" };

/** Acks, questions and inventories that are damaged or lie, before the real exporter of two real pools. */
export class WordFuzz {
  readonly #world: TwoPools;
  readonly #ackPath: string;
  readonly #ack: object;

  private constructor(world: TwoPools, ackPath: string, ack: object) {
    this.#world = world;
    this.#ackPath = ackPath;
    this.#ack = ack;
  }

  /** One row is copied and acknowledged, another is on its way. */
  static async open(): Promise<WordFuzz> {
    const world = await TwoPools.open();
    world.user("sip:a@x");
    await world.settle(2);
    world.user("sip:b@x");
    await world.cycle("rows");
    const path = join(poolPlaces(world.folder, POOL_1).files, "BackupStore", LANE.module, `ack-from-${POOL_2}.json`);
    const ack: object = JSON.parse(unsealed(readFileSync(path, "utf8")) ?? "");
    return new WordFuzz(world, path, ack);
  }

  /** What it came to; faults with what went wrong, in words. */
  try({ what, isSealed, changes }: WordCase): Promise<string> {
    switch (what) {
      case "ack":
        return this.#tryAck(isSealed, changes);
      case "question":
        return this.#tryQuestion(isSealed, changes);
      case "inventory":
        return this.#tryInventory(isSealed, changes);
    }
  }

  close(): Promise<void> {
    return this.#world.close();
  }

  /** A package that is on its way is never cleared by an ack that does not carry its hash. */
  async #tryAck(isSealed: boolean, changes: readonly Mutation[]): Promise<string> {
    const lane = this.#world.export("rows");
    const text = textOf(this.#ack, isSealed, changes);
    writeFileSync(this.#ackPath, text);
    this.#world.clock.travel(1_000);
    const code = await lane.listen().then(() => null, codeOf);
    const { inFlightItems, pendingItems, attempt } = await lane.report();
    if (inFlightItems + pendingItems < 1) throw new Error("what is on its way was taken for acknowledged");
    if (attempt.is === "failed") named(attempt.fault.code);
    const json = unsealed(text);
    const isAck = json !== null && readAck(json) !== null;
    if (pendingItems > 0) await this.#world.cycle("rows"); // it asked for what is on its way to come again
    if (attempt.is === "failed") return attempt.fault.code;
    return code ?? (isAck ? "heard" : "not heard");
  }

  async #tryQuestion(isSealed: boolean, changes: readonly Mutation[]): Promise<string> {
    const asked = {
      format: 1,
      requestId: "r",
      asking: "a",
      authority: "sync",
      storeStamp: "s/1",
      at: "2026-11-21T12:00:00.000Z",
    };
    const path = join(this.#files(POOL_2), LANE.module, `from-${POOL_1}`, "request.json");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, textOf(asked, isSealed, changes));
    const found = await this.#transport().asked(LANE);
    await this.#world.import("rows").answer(); // never rejects, and begins nothing for another store
    if (readdirSync(this.#files(POOL_1)).some((name) => name.startsWith("inventory")))
      throw new Error("it was answered");
    return found === null ? "no question" : "a question";
  }

  async #tryInventory(isSealed: boolean, changes: readonly Mutation[]): Promise<string> {
    const range = [
      ["users", '["sip:a@x"]', "s1"],
      ["content", "folder/a.txt", "s2"],
    ];
    const lines = isSealed
      ? mutated([{ format: 1, ...FACE }, range], changes).toString("utf8")
      : JSON.stringify([{ format: 1, ...FACE }, range]);
    const [header, ...ranges] = linesOf(lines);
    const before = [sealedText(header ?? "").trimEnd(), ...ranges].map((line) => `${line}\n`).join("");
    const sha256 = createHash("sha256").update(before).digest("hex");
    const whole = Buffer.from(
      `${before}${JSON.stringify({ ranges: ranges.length, items: itemsOf(ranges), sha256 })}\n`,
    );
    const path = join(this.#files(POOL_1), LANE.module, `inventory-from-${POOL_2}-of-${LANE.from}.jsonl`);
    writeFileSync(path, isSealed ? whole : changeBytes(whole, changes));
    try {
      const pages = await this.#transport().inventory(LANE, FACE);
      if (pages === null) return "another's";
      for await (const page of pages)
        for (const { table, key } of page)
          if (table === "content" && !isSafePath(key)) throw new Error(`${key} leads out of the data set`);
      return "read";
    } catch (thrown) {
      return codeOf(thrown);
    }
  }

  #files(pool: typeof POOL_1): string {
    return join(poolPlaces(this.#world.folder, pool).files, "BackupStore");
  }

  #transport() {
    return folderTransport((pool) => ({ root: poolPlaces(this.#world.folder, pool).files, check: async () => {} }));
  }
}

function textOf(value: object, isSealed: boolean, changes: readonly Mutation[]): string {
  if (isSealed) return sealedText(mutated(value, changes).toString("utf8"));
  return changeBytes(Buffer.from(sealedText(JSON.stringify(value))), changes).toString("utf8");
}

/** A document's parts, a line each; what is no list of parts any more is one line. */
function linesOf(text: string): string[] {
  try {
    const parts: unknown = JSON.parse(text);
    return Array.isArray(parts) ? parts.map((one) => JSON.stringify(one)) : [text];
  } catch {
    return [text];
  }
}

function itemsOf(ranges: readonly string[]): number {
  return ranges.reduce((sum, line) => {
    const found: unknown = JSON.parse(line);
    return sum + (Array.isArray(found) ? found.length : 0);
  }, 0);
}

function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Fault)) throw thrown;
  return named(thrown.code);
}

function named(code: string): string {
  if (code === "unexpected" || !FAULT_CODES.some((one) => one === code)) throw new Error(`it is not named: ${code}`);
  return code;
}
