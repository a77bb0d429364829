import { expect, test } from "vitest";
import { type Asked, cli } from "#lib/testkit/command-line.ts";

const P1 = "pool1.pairkeeper.test";
const WORDS = ["Backup-CsPool", "-PoolFqdn", P1];

const RUN = {
  Identity: "ConfServices.DataConf",
  Phase: "sending",
  TotalItems: 9,
  AckedItems: 2,
  InFlightItems: 3,
  LeftItems: 4,
  HeldItems: 0,
  TotalBytes: null,
  LeftBytes: null,
  CurrentItem: "a <b>.txt",
  ItemsPerSecond: null,
  BytesPerSecond: null,
  SecondsLeftAtLeast: null,
  SecondsLeftAtMost: null,
  Compared: null,
  Receipt: null,
  End: null,
  Problem: null as string | null,
  EndedAt: null as string | null,
};
const request = (State: string, run: Partial<typeof RUN> = {}) => ({
  Id: "r-1",
  What: "delta",
  PoolFqdn: P1,
  BackupPoolFqdn: "pool2.pairkeeper.test",
  State,
  RequestedBy: "ada & co",
  RequestedAt: "2026-11-21T12:00:00.000Z",
  Modules: [{ ...RUN, ...run }],
});

/** A server whose status goes through `states`, the last of them for good. */
function server(states: readonly string[], told: unknown = request("Running")) {
  let looks = 0;
  return ({ path }: Asked) => {
    if (!path.includes("/status")) return Response.json(told);
    const OverallExportStatus = states[Math.min(looks, states.length - 1)];
    looks += 1;
    const BackupModules = [{ Identity: "ConfServices.DataConf", ExportStatus: OverallExportStatus }];
    return Response.json({ OverallExportStatus, BackupModules });
  };
}

test.each([
  [["-SteadyState"], ["NonSteadyState", "SteadyState"], 2],
  [["-SteadyState"], ["FinalState"], 1],
  [["-FullBackup"], ["NonSteadyState", "SteadyState", "FinalState"], 3],
  [[], ["SteadyState", "FinalState"], 2],
])("%j waits through %j", async (switches, states, looks) => {
  const { exit, asked, sleptMs, out } = await cli([...WORDS, ...switches], server(states));
  expect(exit).toBe(0);
  expect(asked.filter(({ path }) => path.includes("/status"))).toHaveLength(looks);
  expect(sleptMs).toBe((looks - 1) * 5_000);
  expect(out).toContain(`${P1} is in ${states.at(-1)}: request r-1 is Running.`);
});

test("every look is after the request was accepted", async () => {
  const { asked } = await cli([...WORDS, "-Category", "UserData"], server(["FinalState"]));
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    `POST pools/${P1}/backup`,
    "GET requests/r-1",
    `GET pools/${P1}/status?category=UserData`,
  ]);
  expect(asked[0]?.body).toEqual({ category: "UserData" });
});

test("it gives up after so many looks, with how far it is", async () => {
  const words = [...WORDS, "-FullBackup", "-WaitTime", "00:01:00", "-RetryCount", "3"];
  const { exit, sleptMs, out } = await cli(words, server(["NonSteadyState", "SteadyState"]));
  expect([exit, sleptMs]).toEqual([1, 120_000]);
  expect(out).toContain(
    `Gave up: ${P1} is in SteadyState, request r-1 is Running: ` +
      "ConfServices.DataConf is sending, 4 items left and 3 not acknowledged.",
  );
});

test("a request that failed is not waited for, whatever the state", async () => {
  const failed = request("Failed", { Problem: "The disk is full.", EndedAt: "2026-11-21T12:00:01.000Z" });
  const { exit, sleptMs, out } = await cli(WORDS, server(["FinalState"], failed));
  expect([exit, sleptMs]).toEqual([1, 0]);
  expect(out).toContain("ConfServices.DataConf: The disk is full.");
});

test("the report is a page that names everything, and nothing in it is markup of others", async () => {
  const { files, out } = await cli([...WORDS, "-Report", "/srv/r.html"], server(["FinalState"]));
  expect(out).toContain("Report: /srv/r.html");
  const page = files.get("/srv/r.html") ?? "";
  for (const words of [P1, "r-1", "ada &amp; co", "Reached: FinalState", "ConfServices.DataConf FinalState"])
    expect(page).toContain(words);
  expect(page).not.toContain("ada & co");
});

test("without -Report it goes into the temporary folder, by the pool", async () => {
  const { files } = await cli(WORDS, server(["FinalState"]));
  expect([...files.keys()]).toEqual([`/tmp/of/a/test/Backup-CsPool-${P1}.html`]);
});

test("a report that cannot be written is told before anything is asked", async () => {
  const { exit, asked, err } = await cli([...WORDS, "-Report", "/nowhere/r.html"], server(["FinalState"]));
  expect([exit, asked]).toEqual([2, []]);
  expect(err).toContain('-Report "/nowhere/r.html" cannot be written (ENOENT).');
});

test("a pool that is none is refused before a report is begun", async () => {
  const { exit, asked, err } = await cli(["Backup-CsPool", "-PoolFqdn", "../x"], server(["FinalState"]));
  expect([exit, asked]).toEqual([2, []]);
  expect(err).toContain("is not a pool's full name");
});

test("-WhatIf waits for nothing and writes nothing", async () => {
  const { asked, files, out } = await cli([...WORDS, "-WhatIf"], () => Response.json({ WhatIf: "Would send it." }));
  expect([asked.length, files.size, out]).toEqual([1, 0, "What if: Would send it."]);
  expect(asked[0]?.body).toEqual({ whatIf: true });
});

test("-AsJson has the state, the report and the request", async () => {
  const { out } = await cli([...WORDS, "-AsJson"], server(["FinalState"]));
  expect(JSON.parse(out)).toMatchObject({ IsReached: true, State: "FinalState", Request: { Id: "r-1" } });
});
