import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { DATA_CONF, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { LiftButton } from "./lift-button.tsx";
import { LiftProvider } from "./lift-door.tsx";

const act = async () => ({ ok: true, until: null }) as const;
const shown = (actor: Parameters<typeof LiftProvider>[0]["actor"], pool = POOL_2) =>
  renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <LiftProvider door={{ lift: act, end: act }} actor={actor} needed="operator">
        <LiftButton copy={{ pool, module: DATA_CONF, liftedUntil: null }} />
      </LiftProvider>
    </QueryClientProvider>,
  );

test("the button is there for who may lift the limit of that pool, and not of a partner out of reach", () => {
  expect(shown({ role: "operator", pools: "all" })).toContain("Lift the limit");
  expect(shown({ role: "operator", pools: [POOL_1] }, POOL_1)).toContain("Lift the limit");
  expect(shown({ role: "operator", pools: [POOL_1] })).toBe("");
  expect(shown({ role: "viewer", pools: "all" })).toBe("");
});
