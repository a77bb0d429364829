import { expect, test } from "vitest";
import { type Asked, cli } from "#lib/testkit/command-line.ts";

const [P1, P2] = ["pool1.pairkeeper.test", "pool2.pairkeeper.test"];
const WORDS = ["Debug-CsInterPoolReplication", "-PoolFqdn", P1];

const FOUND = {
  Depth: "full",
  At: "2026-11-21T12:00:00.000Z",
  Equal: 1204,
  Read: 1204,
  Different: 0,
  Missing: 0,
  Extra: 0,
  OwnedByBoth: 0,
  Changing: 0,
  Held: 0,
  Refused: 0,
  Unnamed: 0,
};

type Run = { readonly Problem?: string; readonly End?: string | null; readonly Found?: Partial<typeof FOUND> | null };

const request = (Id: string, State: string, { Problem, End = "done", Found = {} }: Run = {}) => ({
  Id,
  PoolFqdn: Id === "out" ? P1 : P2,
  BackupPoolFqdn: Id === "out" ? P2 : P1,
  State,
  Modules: [
    { Identity: "ConfServices.DataConf", Problem: Problem ?? null, End, Found: Found && { ...FOUND, ...Found } },
  ],
});

/** A server whose requests run for one look, and then are as told. */
function server(out: Run, into: Run = {}) {
  let looks = 0;
  return ({ method, path }: Asked) => {
    if (method === "POST") return Response.json({ Requests: [request("out", "Accepted"), request("in", "Accepted")] });
    looks += 1;
    if (looks === 1) return Response.json(request("out", "Running", { End: null, Found: null }));
    const [id, told] = path.endsWith("/out") ? (["out", out] as const) : (["in", into] as const);
    return Response.json(request(id, told.End === "failed" ? "Failed" : "Done", told));
  };
}

test("it waits for both directions, and says of each that it is equal, and as of when", async () => {
  const { exit, asked, sleptMs, out } = await cli([...WORDS, "-BackupModule", "DataConf"], server({}));
  expect([exit, sleptMs]).toEqual([0, 1_000]);
  expect(asked[0]).toMatchObject({ method: "POST", path: `pools/${P1}/compare`, body: { module: "DataConf" } });
  expect(out.split("\n")).toEqual([
    `ConfServices.DataConf of ${P1} on ${P2}: verified equal as of 2026-11-21T12:00:00.000Z: 1204 items equal`,
    `ConfServices.DataConf of ${P2} on ${P1}: verified equal as of 2026-11-21T12:00:00.000Z: 1204 items equal`,
  ]);
});

test("what differs is counted by its kind, what is no drift stands apart, and a sample says so; exit 1", async () => {
  const found = { Depth: "sample", Equal: 9, Read: 1, Different: 2, OwnedByBoth: 1, Changing: 4, Refused: 3 };
  const { exit, out } = await cli(WORDS, server({ Found: found }));
  expect(exit).toBe(1);
  expect(out).toContain(
    "differs as of 2026-11-21T12:00:00.000Z: 2 different, 1 owned by both pools, 9 items equal, content read of 1 of them; " +
      "apart from these 4 changing meanwhile, 3 refused by the partner",
  );
});

test("one that failed says why, and where to look", async () => {
  const { exit, out } = await cli(WORDS, server({ End: "failed", Found: null, Problem: "The standby is lost." }));
  expect(exit).toBe(1);
  expect(out).toContain(`ConfServices.DataConf of ${P1} on ${P2}: failed: The standby is lost. (request out)`);
});

test("its switches go to the server, which knows their bounds; -AsJson prints all that was told", async () => {
  const switches = ["-ResyncSignatureMismatchItems", "-SuppressMultiMasterDetection", "-AsJson"];
  const words = [...WORDS, ...switches, "-DatabaseCommandTimeoutInSeconds", "30"];
  const { asked, out } = await cli(words, server({}));
  expect(asked[0]?.body).toEqual({
    resyncSignatureMismatchItems: true,
    suppressMultiMasterDetection: true,
    databaseCommandTimeoutInSeconds: "30",
  });
  expect(JSON.parse(out)).toMatchObject({ IsEqual: true, Requests: [{ Id: "out" }, { Id: "in" }] });
});
