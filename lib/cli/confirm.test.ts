import { expect, test } from "vitest";
import { type Asked, cli } from "#lib/testkit/command-line.ts";

const WORDS = ["Stop-CsBackupRequest", "-Id", "r-1"];
const REQUEST = {
  Id: "r-1",
  What: "full-push",
  PoolFqdn: "a.x",
  BackupPoolFqdn: "b.x",
  State: "Running",
  RequestedBy: "ada",
  RequestedAt: "2026-11-21T12:00:00.000Z",
  Modules: [],
};
const server = ({ body }: Asked) =>
  Response.json(JSON.stringify(body).includes("whatIf") ? { WhatIf: "Would end r-1." } : REQUEST);

test("-Confirm says what would be done and does it only after a yes", async () => {
  const yes = await cli([...WORDS, "-Confirm"], server, { says: true });
  expect(yes.questions).toEqual(["What if: Would end r-1.\nGo on? [y/N] "]);
  expect(yes.asked.map(({ body }) => body)).toEqual([{ whatIf: true }, {}]);
  expect([yes.exit, yes.out]).toEqual([0, "Request r-1 is asked to end."]);
});

test("after a no nothing is done, and the exit code says so", async () => {
  const no = await cli([...WORDS, "-Confirm"], server, { says: false });
  expect(no.asked.map(({ body }) => body)).toEqual([{ whatIf: true }]);
  expect([no.exit, no.out]).toEqual([1, "Nothing was done."]);
});

test.each([["-Force"], ["-Confirm:$false"], ["-Confirm:$true", "-Force"], ["-Confirm", "-WhatIf"], []])(
  "nobody is asked with %s %s",
  async (...more) => {
    const { questions, exit } = await cli([...WORDS, ...more], server);
    expect([questions, exit]).toEqual([[], 0]);
  },
);

test("what is refused is refused before anybody is asked", async () => {
  const refusal = { code: "request-ended", detail: "Request r-1 has ended.", hint: "See how.", field: "Id" };
  const refused = await cli([...WORDS, "-Confirm"], () => Response.json(refusal, { status: 409 }));
  expect([refused.exit, refused.questions]).toEqual([1, []]);
  expect(refused.err).toBe("Request r-1 has ended.\nSee how.");
});
