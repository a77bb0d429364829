import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CmsDocument } from "#lib/domain/cms-document.ts";
import { type ManifestHash, nextEpoch } from "#lib/domain/package.ts";
import { CMS_MASTER, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import type { UserStorePlace } from "./user-store.contract.ts";
import type { BatchPlace, UserStore } from "./user-store.ts";

/** The promises of CmsDocuments, made runnable. */
export function cmsDocumentsContract(makePlace: () => Promise<UserStorePlace>): void {
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

  const issue = (version: number, more: Partial<CmsDocument> = {}): CmsDocument => ({
    name: "topology",
    masterEpoch: 1,
    version,
    content: `{"version":${version}}`,
    ...more,
  });
  const packageOf = (seq: number): BatchPlace => ({
    module: CMS_MASTER,
    from: POOL_2,
    position: { applied: null, working: { epoch: nextEpoch(0), seq, hash: "-" as ManifestHash, batchesDone: 1 } },
  });
  const receive = (seq: number, ...issues: CmsDocument[]) => store.documents.receive(issues, packageOf(seq));
  const standing = () => store.documents.standing();
  const alter = (sql: string) => place.run(sql);
  const reached = async () => (await store.book.position(CMS_MASTER, POOL_2)).working?.seq ?? null;

  describe("CMS documents", () => {
    test("a new database has none", async () => {
      expect([await standing(), await store.documents.known(), await store.documents.fresh()]).toEqual([[], [], []]);
    });

    test("what is put stands, is known and is fresh, also after the database was opened anew", async () => {
      expect(await store.documents.put([issue(1)])).toBe(true);
      store.close();
      store = await place.open();
      expect(await standing()).toEqual([issue(1)]);
      expect(await store.documents.known()).toEqual([issue(1)]);
      expect(await store.documents.fresh()).toEqual(["topology"]);
    });

    test("the same put again changes nothing; a newer issue takes its place", async () => {
      await store.documents.put([issue(1)]);
      expect(await store.documents.put([issue(1)])).toBe(false);
      expect(await store.documents.put([issue(2)])).toBe(true);
      expect(await standing()).toEqual([issue(2)]);
    });

    test("what was taken up is not fresh until another issue comes, and not because it was put back", async () => {
      await store.documents.put([issue(1), issue(1, { name: "configuration" })]);
      await store.documents.taken([issue(1)]);
      expect(await store.documents.fresh()).toEqual(["configuration"]);
      alter("delete from cms_documents");
      expect(await store.documents.put([issue(1)])).toBe(true);
      expect(await store.documents.fresh()).toEqual(["configuration"]);
      await store.documents.put([issue(2)]);
      await store.documents.taken([issue(1)]); // too late: another one came meanwhile
      expect(await store.documents.fresh()).toEqual(["configuration", "topology"]);
    });

    test.each([
      ["altered", "update cms_documents set content = '[]'"],
      ["later", "update cms_documents set version = 9"],
      ["of a later epoch", "update cms_documents set master_epoch = 2, version = 0"],
    ])("one that is %s is left for a person to judge, though what was put there stays known", async (_what, sql) => {
      await store.documents.put([issue(1)]);
      alter(sql);
      const before = await standing();
      expect(await store.documents.put([issue(1)])).toBe(false);
      expect(await standing()).toEqual(before);
      expect(await store.documents.known()).toEqual([issue(1)]);
    });

    test("an altered one is put right by the next issue; one of an older number by the same", async () => {
      await store.documents.put([issue(2)]);
      alter("update cms_documents set content = '[]'");
      await store.documents.put([issue(3)]);
      expect(await standing()).toEqual([issue(3)]);
      alter("update cms_documents set version = 1, content = '[]'");
      await store.documents.put([issue(3)]);
      expect(await standing()).toEqual([issue(3)]);
    });

    test("numbers beyond what JavaScript counts are read as the largest that it does", async () => {
      alter("insert into cms_documents values ('x', 9223372036854775807, -9223372036854775808, '1')");
      const most = Number.MAX_SAFE_INTEGER;
      expect(await standing()).toEqual([{ name: "x", masterEpoch: most, version: -most, content: "1" }]);
    });

    test("what comes from the master stands and is known, with the position in the same transaction", async () => {
      await receive(1, issue(3), issue(7, { name: "configuration" }));
      expect((await standing()).map(({ name }) => name)).toEqual(["configuration", "topology"]);
      expect(await store.documents.known()).toEqual(await standing());
      expect(await reached()).toBe(1);
    });

    test("the same package twice has the effect of once; one without documents moves the position", async () => {
      await receive(1, issue(3));
      await receive(1, issue(3));
      expect(await standing()).toEqual([issue(3)]);
      await receive(2);
      expect(await reached()).toBe(2);
    });

    test.each([
      ["an older version", issue(2)],
      ["an older epoch, whatever its version", issue(9, { masterEpoch: 0 })],
      ["something else under the same number", issue(3, { content: "[]" })],
    ])("%s is refused by name, and nothing of its package is written", async (_what, late) => {
      await receive(1, issue(3));
      await expect(receive(2, issue(1, { name: "new" }), late)).rejects.toMatchObject({
        code: "document-not-published",
        path: "topology",
      });
      expect(await standing()).toEqual([issue(3)]);
      expect(await reached()).toBe(1);
    });

    test("a person who deletes what stood lets the older one in", async () => {
      await receive(1, issue(3));
      alter("delete from cms_documents");
      await receive(2, issue(2));
      expect(await standing()).toEqual([issue(2)]);
      expect(await store.documents.known()).toEqual([issue(2)]);
    });

    test("what nobody sent stays beside what comes, and a later one stays in its place", async () => {
      alter("insert into cms_documents values ('rogue', 1, 1, '{}'), ('topology', 9, 9, '{}')");
      await receive(1, issue(3));
      expect((await standing()).map(({ name, version }) => `${name} ${version}`)).toEqual(["rogue 1", "topology 9"]);
      expect(await store.documents.known()).toEqual([issue(3)]);
    });

    test("rows of pools are no documents: nothing of it is a change", async () => {
      await store.documents.put([issue(1)]);
      alter(`update cms_documents set content = '${JSON.stringify(POOL_1)}'`);
      expect(place.run("select count(*) as n from changes")).toEqual([{ n: 0 }]);
    });
  });
}
