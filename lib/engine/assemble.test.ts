import { expect, test } from "vitest";
import type { ModuleFace } from "#lib/domain/backup-module.ts";
import { DEFAULT_CONFIGURATION } from "#lib/domain/configuration.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { EngineLedger } from "#lib/ports/ledger.ts";
import type { Transport } from "#lib/ports/transport.ts";
import { DATA_CONF, POOL_1, POOL_2, TWO_POOLS } from "#lib/testkit/evidence.ts";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { assembleEngine } from "./assemble.ts";

/** Never called: assembling opens nothing. */
const unopened = () => {
  throw new Error("assembling opens nothing");
};

const dataConf: ModuleFace = {
  name: DATA_CONF,
  category: "UserData",
  kind: "files",
  aliases: [],
  item: { one: "file", many: "files" },
};

function lanesOf(pools: readonly PoolFqdn[]) {
  const { exports, imports } = assembleEngine({
    topology: TWO_POOLS,
    modules: [{ face: dataConf, exportSide: unopened, importSide: unopened, inventorySide: unopened }],
    storeOf: unopened,
    storeIdOf: (pool) => pool,
    freeBytesOf: unopened,
    transport: {} as Transport,
    ledger: {} as EngineLedger,
    clock: new FakeClock(),
    runId: "run",
    machine: "test",
    settings: DEFAULT_CONFIGURATION,
    pools: new Set(pools),
    log: () => {},
  });
  const names = (lanes: readonly { readonly lane: { readonly from: PoolFqdn; readonly to: PoolFqdn } }[]) =>
    lanes.map(({ lane }) => `${lane.from.split(".")[0]}->${lane.to.split(".")[0]}`);
  return { exports: names(exports), imports: names(imports) };
}

test("an engine works for its own pools alone: what they export, and what they import (DESIGN 6)", () => {
  expect(lanesOf([POOL_1])).toEqual({ exports: ["pool1->pool2"], imports: ["pool2->pool1"] });
  expect(lanesOf([POOL_2])).toEqual({ exports: ["pool2->pool1"], imports: ["pool1->pool2"] });
  expect(lanesOf([POOL_1, POOL_2])).toEqual({
    exports: ["pool1->pool2", "pool2->pool1"],
    imports: ["pool1->pool2", "pool2->pool1"],
  });
});
