import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { DriftView } from "#lib/domain/compare-view.ts";
import { DATA_CONF, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { ComparePanel } from "./compare-panel.tsx";
import { driftQuery } from "./drift-query.ts";
import type { ToldCompares } from "./told-compare.ts";

const AT = "2026-11-21T12:00:00.000Z";
const FILE = { one: "file or folder", many: "files and folders" };
const drift = (Key: string, more: Partial<DriftView> = {}): DriftView => ({
  Table: "content",
  Key,
  Difference: "different",
  FoundAt: AT,
  SentAt: null,
  ...more,
});

function shown(told: Partial<ToldCompares>, needs: string | null = null, start = 0): string {
  const client = new QueryClient();
  const whole: ToldCompares = {
    LastCompare: null,
    VerifiedEqual: null,
    DriftItems: told.Drift?.length ?? 0,
    Mendable: told.Drift?.length ?? 0,
    Drift: [],
    Next: null,
    ...told,
  };
  client.setQueryData(driftQuery(POOL_1, DATA_CONF, start).queryKey, whole);
  const act = async () => null;
  return renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <ComparePanel
        from={POOL_1}
        to={POOL_2}
        module={DATA_CONF}
        item={FILE}
        start={start}
        rights={{ compare: act, sendAgain: act, needs }}
      />
    </QueryClientProvider>,
  );
}

test("what was never compared says so, and offers it; who may not is told what it needs, and has no button", () => {
  const html = shown({});
  for (const words of ["Not yet: no compare of it", "None yet", "Not known: nothing was compared yet", ">Compare now<"])
    expect(html).toContain(words);
  expect(html).not.toContain(">Nothing<");
  const reader = shown({ Drift: [drift("a")] }, "operator");
  expect(reader).toContain("To compare needs the role operator");
  expect(reader).toContain("data-drift");
  expect(reader).not.toContain("<button");
});

test("what differs is named with what can be done about it: nothing for what was sent, or both own", () => {
  const html = shown({
    Drift: [drift("a b.txt"), drift("sent.txt", { SentAt: AT }), drift("x", { Difference: "owned-by-both" })],
  });
  expect(html.match(/data-drift/g)).toHaveLength(3);
  expect(html.match(/>Send again<span class="sr-only">/g)).toHaveLength(1);
  expect(html).toContain(", a b.txt</span>");
  expect(html).toContain("it is compared once more when it has arrived");
  expect(html).toContain("Delete it on the pool where it does not belong");
  expect(html).toContain(">Send all again<");
});

test("all are sent again from every page, and the question has the number that will be sent", () => {
  const owned = drift("x", { Difference: "owned-by-both" });
  const html = shown({ Drift: [owned], DriftItems: 1045, Mendable: 1020 }, null, 40);
  expect(html).toContain(">Send all again<");
  expect(html).toContain("Send 1,020 files and folders again to pool2?");
  expect(html).not.toContain("Send 1,045");
  const none = shown({ Drift: [owned], DriftItems: 3, Mendable: 0 });
  expect(none).toContain("data-drift");
  expect(none).not.toContain(">Send all again<");
});

test("a long list comes in pages, and what has no name is told", () => {
  const Drift = Array.from({ length: 20 }, (_, i) => drift(`f${i}`));
  const first = shown({ Drift, DriftItems: 45, Next: "20" });
  expect(first).toContain("1 to 20 of 45");
  expect(first).toContain(`/pairs/${POOL_1}/${DATA_CONF}?drift=20`);
  expect(first).not.toContain(">Before<");
  const last = shown({ Drift: Drift.slice(0, 5), DriftItems: 1045, Next: null }, null, 40);
  expect(last).toContain("41 to 45 of 1,045: the others have no name here");
  expect(last).toContain("?drift=20");
});
