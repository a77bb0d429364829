import { expect, test } from "vitest";
import { elapsedMs } from "#components/live/told.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { direction, module, pair, snapshot } from "#lib/testkit/snapshot.ts";
import { type Asked, withAsked } from "./asked.ts";

const at = (ms: number) => ({ steady: ms, wall: 1_000_000 + ms });
const POOL1 = "pool1.example.test" as PoolFqdn;
const FILES = "ConfServices.DataConf" as ModuleName;
const before = snapshot(
  pair(direction({ modules: [module(), module({ Identity: FILES, ExportStatus: "ErrorState" })] })),
);

function states(asked: Asked | null, answerAt: number | null) {
  const shown = withAsked(before, asked === null ? [] : [asked], answerAt === null ? null : at(answerAt));
  return shown.Pairs[0]?.Directions.map(({ Status }) => Status.BackupModules.map((one) => one.ExportStatus));
}

test("after a press nothing that was asked for looks Final, until an answer from after the acceptance", () => {
  const asked: Asked = { pool: POOL1, module: "All", acceptedAt: null };
  const pending = [["NonSteadyState", "ErrorState"], ["FinalState"]];
  expect(states(asked, 500)).toEqual(pending);
  expect(states({ ...asked, acceptedAt: at(600) }, 500)).toEqual(pending);
  expect(states({ ...asked, acceptedAt: at(600) }, null)).toEqual(pending);
  expect(states({ ...asked, acceptedAt: at(600) }, 601)).toEqual([["FinalState", "ErrorState"], ["FinalState"]]);
});

test("one module alone leaves the others as they are", () => {
  const asked: Asked = { pool: POOL1, module: FILES, acceptedAt: null };
  expect(states(asked, 500)).toEqual([["FinalState", "ErrorState"], ["FinalState"]]);
});

test("the clock that saw more time pass is believed: a tab that slept is old", () => {
  expect(elapsedMs({ steady: 0, wall: 0 }, { steady: 100, wall: 3_600_000 })).toBe(3_600_000);
  expect(elapsedMs({ steady: 0, wall: 9000 }, { steady: 700, wall: 0 })).toBe(700);
});
