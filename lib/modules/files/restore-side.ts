import { randomUUID } from "node:crypto";
import { CONTENT } from "#lib/domain/content.ts";
import { asFault, Fault } from "#lib/domain/fault.ts";
import type { Authority } from "#lib/domain/inventory.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { DataSetState } from "#lib/domain/store-state.ts";
import type { ImportSide } from "#lib/ports/backup-module.ts";
import { dropWaiting } from "./drop-waiting.ts";
import type { LookAt } from "./look.ts";
import { NO_STAMP } from "./notes.ts";
import { seeStanding } from "./see.ts";
import { checkStanding } from "./standing.ts";
import { TrashBin } from "./trash-bin.ts";

type RestoreSide = Pick<ImportSide, "stateOf" | "beginRestore" | "endRestore"> & {
  /** Faults with "restoring" or "store-lost" unless this pool's own data set is whole: only then may it be exported. */
  checkExport(): Promise<void>;
};

/** How data sets of files are lost and restored (DESIGN L9, L11). What is being restored the book knows, for one request. */
export function filesRestore(what: LookAt): RestoreSide {
  const { module, pool, files, store } = what;
  const { book } = store;
  const trash = new TrashBin(files, what.clock);
  const stateOf = async (home: PoolFqdn): Promise<DataSetState> => {
    const standing = await files.stateOf(home);
    const requestId = await book.restoring(module, home);
    if (requestId === null) return standing;
    try {
      await checkStanding(what, home);
      return { is: "restoring", requestId };
    } catch (thrown) {
      if (standing.is === "ok" || asFault(thrown).code !== "store-lost") throw thrown;
      return standing; // it was lost once more
    }
  };
  return {
    stateOf,
    checkExport: async () => {
      const state = await stateOf(pool);
      if (state.is === "restoring") throw new Fault("restoring", `The content of ${pool} is being restored.`);
      await files.checkDataSet(pool);
    },
    beginRestore: async (home, requestId, authority) => {
      const state = await stateOf(home);
      const isWhole = (await files.stateOf(home)).is === "ok";
      if (await book.isRestored(module, home, requestId)) return;
      if (!(await isBegun(what, home, requestId, state))) {
        // That somebody gives up what stands here says nothing of what the partner has here.
        const isAside = movesAside(state, home !== pool && authority === "from-partner" ? "sync" : authority);
        const name = `${trash.nameAt(what.clock.now())}-0-0`;
        await files.beginRestore(home, isAside ? await asideFor(what, home, requestId, state, name) : null);
        // Of content that only lacks what the guard held, the list of what was seen still tells what its owner deletes meanwhile.
        if (home === pool && (state.is !== "ok" || authority !== "sync")) await beginAnew(what);
        await book.setRestoring(module, home, requestId);
      }
      if (home !== pool) return;
      await book.contest(module); // after the note: what is contested comes back, whatever happens in between
      const isLost = !isWhole || authority === "from-partner";
      await dropWaiting(book, module, [CONTENT], isLost);
      if (isLost) await book.takeBack(module, [CONTENT]);
      // A list without a root is new, and of an adopted store the book does not know it: what stands here is seen before the
      // partner is told what it is, and what goes from then on is a deletion.
      if (what.scanList.seen(home, [""])[0] === null) {
        if (!(await isOfBook(what))) await beginAnew(what);
        await seeStanding(what);
      }
      // Only a person who gives this side up decides that its past is not the right one.
      if (authority === "from-partner") await book.voidPast(module);
    },
    endRestore: async (home, requestId, isEqual = false) => {
      if ((await book.restoring(module, home)) !== requestId) return;
      await checkStanding(what, home);
      const isKnown = home !== pool || (await isOfBook(what));
      if (!isKnown) await beginAnew(what);
      // What changed since it was seen, or came and is not as it came, the next look finds or was noted to be due.
      if (home === pool && isEqual && isKnown) await book.setStandbyBehind(module, false);
      else if (home === pool) await book.setBaselineDue(module, true);
      await files.sync();
      // Before the note of it goes: in a crash between the two it is ended once more, and never left lost.
      await files.endRestore(home);
      await book.setRestoring(module, home, null);
    },
  };
}

/** What was placed for a request and went away again would never be told to be missing: that takes another request. */
async function isBegun(
  { store, module }: LookAt,
  home: PoolFqdn,
  requestId: string,
  state: DataSetState,
): Promise<boolean> {
  if ((await store.book.restoring(module, home)) !== requestId) return false;
  if (state.is !== "lost") return true;
  throw new Fault("store-lost", `The content of ${home} was lost again while it was being restored: ask once more.`);
}

function movesAside(state: DataSetState, authority: Authority): boolean {
  return authority === "from-partner" || (authority === "sync" && state.is === "lost" && state.why === "foreign");
}

/**
 * The name that what stands there gets in the trash, noted before it moves: what came after it had moved, and before a next try
 * after a death, is nobody's loss and stays. Content of another store never came that way.
 */
async function asideFor(
  { store: { book }, module, files }: LookAt,
  home: PoolFqdn,
  requestId: string,
  state: DataSetState,
  name: string,
): Promise<string | null> {
  const noted = await book.movingAside(module, home, requestId);
  const isForeign = state.is === "lost" && state.why === "foreign";
  if (noted !== null && !isForeign) return noted.name;
  const free = await files.asideName(home, name);
  await book.noteMovingAside(module, home, requestId, free);
  return free;
}

/** The list of what was seen is the one that the book knows: since the restore began nothing was seen anew, or all forgotten. */
async function isOfBook({ store, module, scanList, pool }: LookAt): Promise<boolean> {
  const { now } = scanList.stamps(pool);
  return now !== null && now === (await store.book.lookStamp(module));
}

/** Nothing was seen and nothing was sent: the next look finds all, and no deletion of before (DESIGN L9). */
async function beginAnew({ store, module, scanList, pool }: LookAt): Promise<void> {
  const { book } = store;
  const stamp = randomUUID();
  await scanList.forget(pool, stamp, (await book.lookStamp(module)) ?? NO_STAMP);
  await book.rememberLook(module, stamp);
}
