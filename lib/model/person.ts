import { type CompareWish, FULL_COMPARE } from "#lib/domain/compare.ts";
import { NO_DETAIL } from "#lib/domain/request.ts";
import { anActor, DATA_CONF, PRESENCE } from "#lib/testkit/evidence.ts";
import { releaseHeld } from "#lib/testkit/releaser.ts";
import type { TwoPools } from "#lib/testkit/two-pools.ts";
import type { Pools, Side } from "./step.ts";
import type { Drift } from "./twin/data-set.ts";
import type { Kind } from "./twin/items.ts";
import type { Twin } from "./twin/twin.ts";

const MODULES = [
  ["rows", PRESENCE],
  ["files", DATA_CONF],
] as const;

const NAMES = { rows: PRESENCE, files: DATA_CONF } as const;

type Lane = { readonly kind: Kind; readonly giver: string };
/** A request that was left, with its lanes that did not end. */
type Asked = { readonly id: string; readonly open: Lane[] };
/** A compare that was asked for and did not end; `drift`: what it has to find. */
type Compare = Lane & { readonly id: string; readonly drift: Drift | null };

/** Asks for what can be asked for, and tells the twin what that allows and when it is over. */
export class Person {
  readonly #world: TwoPools;
  readonly #twin: Twin;
  readonly #pools: Pools;
  readonly #asked: Asked[] = [];
  #hasAsked = false;
  readonly #compares: Compare[] = [];

  constructor(world: TwoPools, twin: Twin, pools: Pools) {
    this.#world = world;
    this.#twin = twin;
    this.#pools = pools;
  }

  /** That `pool` pushes everything. */
  async sync(side: Side): Promise<void> {
    this.#note(await this.#world.syncNow(this.#pools[side]), this.#pools[side]);
    this.#twin.asked(this.#pools[side]);
  }

  /** That what stands on the pool is kept. */
  async adopt(side: Side): Promise<void> {
    this.#note(await this.#world.askToAdopt(this.#pools[side]), this.#partnerOf(side));
    this.#twin.adopted(this.#pools[side]);
  }

  /** That what stands on the pool is given up; nothing more is when that goes on already (DESIGN D16). */
  async restore(side: Side): Promise<void> {
    const isNew = this.#note(await this.#world.askToRestore(this.#pools[side]), this.#partnerOf(side));
    if (isNew) this.#twin.givenUp(this.#pools[side]);
  }

  /** Lets go what is held on that lane. */
  async release(kind: Kind, side: Side): Promise<void> {
    if (await releaseHeld(this.#world, kind, this.#pools[side])) this.#twin.letGo(kind, this.#pools[side]);
  }

  /** Brings back one thing of the pool that its partner has in the trash. */
  async takeFromTrash(kind: Kind, side: Side, which: number): Promise<void> {
    const items = await this.#world.trash(kind, this.#partnerOf(side), this.#pools[side]).catch(() => []);
    const item = items[which % Math.max(1, items.length)];
    if (item === undefined) return;
    await this.#world.askForTrash(kind, this.#pools[side], [item]);
    this.#twin.outOfTrash(kind, this.#pools[side]);
  }

  /** That what `side` exports is compared with its copy. Whoever asks for the same again gets no other one. */
  async compare(kind: Kind, side: Side, { depth, resync }: Pick<CompareWish, "depth" | "resync">): Promise<void> {
    const giver = this.#pools[side];
    const asked = { what: "compare", from: giver, to: this.#partnerOf(side), modules: [NAMES[kind]] } as const;
    const detail = { ...NO_DETAIL, compare: { ...FULL_COMPARE, depth, resync } };
    const { id } = await this.#world.ledger.doors.request({ ...asked, detail }, anActor());
    if (this.#compares.some((one) => one.id === id)) return;
    const isWhole = kind === "rows" || depth === "full";
    this.#compares.push({ id, kind, giver, drift: isWhole ? this.#twin.drift(kind, giver) : null });
  }

  /** Something that was asked for, and moves items, is not over. */
  get isWaiting(): boolean {
    return this.#asked.length > 0;
  }

  /** What moves items was asked for once: only then may the service mark a place anew. */
  get hasAsked(): boolean {
    return this.#hasAsked;
  }

  /** Ends all that was asked for. */
  async stopAll(): Promise<void> {
    for (const { id, open } of this.#asked) {
      await this.#world.ledger.doors.cancel(id, anActor());
      for (const { kind, giver } of open) this.#twin.ended(kind, giver, false);
    }
    for (const { id } of this.#compares.splice(0)) await this.#world.ledger.doors.cancel(id, anActor());
  }

  /** Looks how far it is, and tells the twin what has ended. */
  async look(): Promise<void> {
    for (const asked of this.#asked) {
      const { runs = [] } = (await this.#world.ledger.doors.requestById(asked.id)) ?? {};
      for (const { lane, end } of runs) {
        const at = asked.open.findIndex(({ kind }) =>
          MODULES.some(([own, name]) => own === kind && name === lane.module),
        );
        if (end === null || at < 0) continue;
        const [ended] = asked.open.splice(at, 1);
        if (ended && !this.#isOpen(ended)) this.#twin.ended(ended.kind, ended.giver, end === "done");
      }
    }
    this.#asked.splice(0, this.#asked.length, ...this.#asked.filter(({ open }) => open.length > 0));
    for (const compare of this.#compares.splice(0)) {
      const end = (await this.#world.ledger.doors.requestById(compare.id))?.runs[0]?.end ?? null;
      if (end === null) this.#compares.push(compare);
      if (end === "done") this.#twin.compared(compare.kind, compare.giver, compare.drift);
    }
  }

  /** Another one that asks for the same may still be under way. */
  #isOpen({ kind, giver }: Lane): boolean {
    return this.#asked.some(({ open }) => open.some((one) => one.kind === kind && one.giver === giver));
  }

  #partnerOf(side: Side) {
    return this.#pools[side === 1 ? 2 : 1];
  }

  /** False when it is one that goes on. */
  #note(id: string, giver: string): boolean {
    if (this.#asked.some((one) => one.id === id)) return false;
    this.#asked.push({ id, open: MODULES.map(([kind]) => ({ kind, giver })) });
    this.#hasAsked = true;
    return true;
  }
}
