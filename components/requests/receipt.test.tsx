import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { CONTENT } from "#lib/domain/content.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { FACES, NOW } from "#lib/testkit/snapshot.ts";
import { part, receipt } from "#lib/testkit/told-run.ts";
import { Receipt } from "./receipt.tsx";

const OWNER = "pool1.example.test" as PoolFqdn;
const text = (told: Parameters<typeof receipt>[0] | null) =>
  renderToStaticMarkup(
    <Receipt part={part({ Receipt: told === null ? null : receipt(told) })} owner={OWNER} faces={FACES} />,
  ).replace(/<[^>]*>/g, "|");

test("every case is told with its count, also where it is none", () => {
  const told = text({
    Placed: 1204,
    PlacedBytes: 18_400_000,
    Identical: 212,
    Different: 3,
    DeletedByOwner: 5,
    InFlight: 1,
    Refused: 2,
    ClosedAt: NOW,
  });
  for (const words of [
    "1,204 files and folders, 18\u00a0MB: were missing and are there again",
    "212: were there, the same",
    "3: left alone",
    "5: not brought back",
    "1: changed by the owner meanwhile",
    "2: could not be placed",
  ])
    expect(told).toContain(words);
  expect(told).not.toContain("so far");
  expect(text({})).toContain("0: were there, the same");
});

test("what was left alone is named with its case, files by path and rows by table and key", () => {
  const told = text({
    LeftAlone: [
      { Case: "different", Table: CONTENT, Key: "a/slides.pptx" },
      { Case: "deleted-by-owner", Table: "users", Key: '["sip:a"]' },
    ],
  });
  expect(told).toContain("the first 2 by name");
  expect(told).toContain("|a/slides.pptx|");
  expect(told).toContain("differs");
  expect(told).toContain("users [&quot;sip:a&quot;]");
  expect(told).toContain("deleted by its owner");
});

test("a receipt that is not closed says so; without a return there is none", () => {
  expect(text({})).toContain("so far");
  expect(text(null)).toBe("");
});
