import { expect, test } from "vitest";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { arranged, cmsWords, type ToldPool } from "./told-pool.ts";

const pool = (name: string, partner: string | null, more: Partial<ToldPool> = {}): ToldPool => ({
  PoolFqdn: name as PoolFqdn,
  BackupPoolFqdn: partner as PoolFqdn | null,
  Site: "",
  Edition: "Enterprise",
  IsCmsMaster: false,
  IsMade: true,
  IsHere: true,
  FileStore: null,
  UserStore: null,
  ...more,
});

test("each pair is there once, in the order of the pools, and nobody is in both lists", () => {
  const all = [pool("d", "b"), pool("a", null), pool("b", "d"), pool("c", "e"), pool("e", "c")];
  const { pairs, alone } = arranged(all);
  expect(pairs.map(([one, other]) => `${one.PoolFqdn}${other.PoolFqdn}`)).toEqual(["db", "ce"]);
  expect(alone.map(({ PoolFqdn }) => PoolFqdn)).toEqual(["a"]);
});

test("the CMS role of a pool: master, its partner's standby, or none of it", () => {
  const all = [pool("a", "b", { IsCmsMaster: true }), pool("b", "a"), pool("c", "d"), pool("d", "c"), pool("e", null)];
  expect(all.map((one) => cmsWords(one, all).split(":")[0])).toEqual([
    "master",
    "standby",
    "none in this pair",
    "none in this pair",
    "none",
  ]);
  expect(cmsWords(pool("c", null), [pool("c", null)])).toBe("no pool is master");
});
