import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { PageHearing } from "#components/status/freshness.ts";
import type { Snapshot } from "#components/status/snapshot.ts";
import { REASONS } from "#lib/domain/reasons.ts";
import { direction, module, NOW, pair, snapshot } from "#lib/testkit/snapshot.ts";
import { OnCallView } from "./on-call-view.tsx";
import { TroubleView } from "./trouble-view.tsx";

const door = { sync: async () => null, lift: async () => null, maySync: true, mayLift: true, pools: "all" } as const;
const failed = module({ ExportStatus: "ErrorState", Reason: "disk-full", SecondsAtRisk: 590 });
const bad = snapshot(pair(direction({ modules: [failed] })));

/** The page as the server writes it; `isHere`: what tells the problems is there. */
function written(told: Snapshot, hearing: PageHearing = "live", isHere = true): string {
  const shown = { snapshot: told, hearing, toldAt: NOW, door };
  const trouble = isHere ? <TroubleView {...shown} wordsOf={(reason) => REASONS[reason]} /> : null;
  return renderToStaticMarkup(<OnCallView {...shown} trouble={trouble} />).replaceAll("<!-- -->", "");
}
const title = (html: string) => html.match(/<h1[^>]*>(.*?)<\/h1>/)?.[1]?.replace(/<[^>]+>/g, "");

test("no trouble is said at once, with every state", () => {
  const html = written(snapshot(pair()));
  expect(title(html)).toBe("No problems");
  expect(html).toContain("Everything is fine");
  expect(html).toContain("FinalState");
});

test("trouble is told problem by problem, with what helps", () => {
  const html = written(bad);
  expect(title(html)).toBe("1 problem");
  expect(html).toContain("PresenceFocus pool1 → pool2 fails");
  expect(html).toContain("Make room");
});

test("while what tells the problems is on its way, the page says that there is trouble, and never that there is none", () => {
  const html = written(bad, "live", false);
  expect(title(html)).toBe("1 pair failing");
  expect(html).not.toContain("No problems");
  expect(html).toContain("ErrorState");
});

test("without its server the page knows nothing, whatever it brought", () => {
  expect(title(written(bad, "offline"))).toMatch(/^Nothing is known since/);
});
