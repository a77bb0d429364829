import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nextEpoch } from "#lib/domain/package.ts";
import { emptyReceipt } from "#lib/domain/return-receipt.ts";
import { DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import type { UserStorePlace } from "./user-store.contract.ts";
import type { UserStore } from "./user-store.ts";

/** What a LaneBook remembers of losses and restores, made runnable: every plug passes it. */
export function restoreBookContract(makePlace: () => Promise<UserStorePlace>): void {
  let place: UserStorePlace;
  let store: UserStore;
  beforeEach(async () => {
    place = await makePlace();
    store = await place.open();
  });
  afterEach(async () => {
    store.close();
    await place.remove();
  });
  const reopen = async () => {
    store.close();
    store = await place.open();
    return store.book;
  };

  describe("losses and restores", () => {
    test("who acknowledged is remembered, lane by lane", async () => {
      expect(await store.book.ackedBy(PRESENCE)).toBeNull();
      await store.book.rememberAckedBy(PRESENCE, "store/1");
      await store.book.rememberAckedBy(PRESENCE, "store/2");
      const book = await reopen();
      expect(await book.ackedBy(PRESENCE)).toBe("store/2");
      expect(await book.ackedBy(DATA_CONF)).toBeNull();
    });

    test("a standby is behind until somebody says that it is not", async () => {
      expect(await store.book.isStandbyBehind(PRESENCE)).toBe(false);
      await store.book.setStandbyBehind(PRESENCE, true);
      const book = await reopen();
      expect([await book.isStandbyBehind(PRESENCE), await book.isStandbyBehind(DATA_CONF)]).toEqual([true, false]);
      await book.setStandbyBehind(PRESENCE, false);
      expect(await book.isStandbyBehind(PRESENCE)).toBe(false);
    });

    test("a baseline is due until somebody says that it is not", async () => {
      expect(await store.book.isBaselineDue(PRESENCE)).toBe(false);
      await store.book.setBaselineDue(PRESENCE, true);
      const book = await reopen();
      expect(await book.isBaselineDue(PRESENCE)).toBe(true);
      expect(await book.isBaselineDue(DATA_CONF)).toBe(false);
      await book.setBaselineDue(PRESENCE, false);
      expect(await book.isBaselineDue(PRESENCE)).toBe(false);
    });

    test("a restore is noted for one data set of one module, and the later request takes its place", async () => {
      await store.book.setRestoring(PRESENCE, POOL_1, "r1");
      await store.book.setRestoring(PRESENCE, POOL_1, "r2");
      const book = await reopen();
      expect(await book.restoring(PRESENCE, POOL_1)).toBe("r2");
      expect(await book.restoring(PRESENCE, POOL_2)).toBeNull();
      expect(await book.restoring(DATA_CONF, POOL_1)).toBeNull();
      expect(await book.isRestored(PRESENCE, POOL_1, "r2")).toBe(false);
      await book.setRestoring(PRESENCE, POOL_1, null);
      expect(await book.restoring(PRESENCE, POOL_1)).toBeNull();
      expect(await book.isRestored(PRESENCE, POOL_1, "r2")).toBe(true);
      expect(await book.isRestored(PRESENCE, POOL_1, "r1")).toBe(false);
      await book.setRestoring(PRESENCE, POOL_1, "r3");
      expect(await book.restoring(PRESENCE, POOL_1)).toBe("r3");
      expect(await book.isRestored(PRESENCE, POOL_1, "r3")).toBe(false);
    });

    test("what moves aside is noted for one request, the later in the place of the earlier, and no name for two modules", async () => {
      await store.book.noteMovingAside(DATA_CONF, POOL_1, "r1", "1-0-0");
      await store.book.noteMovingAside(DATA_CONF, POOL_1, "r2", "2-0-0");
      await store.book.noteMovingAside(DATA_CONF, POOL_2, "r2", "2-0-0");
      await expect(store.book.noteMovingAside(PRESENCE, POOL_1, "r2", "2-0-0")).rejects.toThrow();
      await store.book.noteMovingAside(PRESENCE, POOL_1, "r2", null);
      const book = await reopen();
      expect(await book.movingAside(DATA_CONF, POOL_1, "r1")).toBeNull();
      expect(await book.movingAside(DATA_CONF, POOL_1, "r2")).toEqual({ name: "2-0-0" });
      expect(await book.movingAside(PRESENCE, POOL_1, "r2")).toEqual({ name: null });
      expect(await book.restoring(DATA_CONF, POOL_1)).toBeNull();
    });

    test("the receipt of a return is kept whole; a later one takes its place", async () => {
      expect(await store.book.receipt(DATA_CONF, POOL_2)).toBeNull();
      const leftAlone = [{ is: "different", table: "content", key: "é" }] as const;
      const receipt = { ...emptyReceipt("r1"), placed: 3, leftAlone };
      await store.book.noteReturn(DATA_CONF, POOL_2, { ...emptyReceipt("r0"), placed: 1 });
      await store.book.noteReturn(DATA_CONF, POOL_2, receipt);
      const book = await reopen();
      expect(await book.receipt(DATA_CONF, POOL_2)).toEqual(receipt);
      expect(await book.receipt(PRESENCE, POOL_2)).toBeNull();
    });

    test("a past that is void is so until a new one begins, which counts as after all that was known", async () => {
      await store.book.rememberEpoch(PRESENCE, nextEpoch(6));
      expect(await store.book.isPastVoid(PRESENCE)).toBe(false);
      await store.book.voidPast(PRESENCE);
      const book = await reopen();
      expect(await book.isPastVoid(PRESENCE)).toBe(true);
      expect(await book.isPastVoid(DATA_CONF)).toBe(false);
      await book.beginPast(PRESENCE, nextEpoch(8));
      expect(await book.isPastVoid(PRESENCE)).toBe(false);
      expect(await book.knownEpoch(PRESENCE)).toBe(9);
      expect(await book.lastSent(PRESENCE)).toEqual({ epoch: 9, seq: 0 });
    });
  });
}
