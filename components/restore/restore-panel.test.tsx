import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import type { RestoreCase } from "#components/status/restore-case.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { NOW } from "#lib/testkit/snapshot.ts";
import { RestorePanel } from "./restore-panel.tsx";

const GONE: RestoreCase = {
  is: "gone",
  pool: "pool1.example.test" as PoolFqdn,
  partner: "pool2.example.test" as PoolFqdn,
  module: "ConfServices.DataConf" as ModuleName,
  error: null,
  heldItems: 0,
  lastEqualAt: NOW,
  against: null,
  running: null,
  ended: null,
};
const MAY = { sync: null, adopt: null, "from-partner": null };
const shown = (more: Partial<RestoreCase>, needs: Parameters<typeof RestorePanel>[0]["needs"] = MAY) =>
  renderToStaticMarkup(<RestorePanel one={{ ...GONE, ...more }} amount={null} ask={async () => null} needs={needs} />);

describe("what a person may not do has no button, and says whom to ask", () => {
  test("a viewer", () => {
    const page = shown({}, { ...MAY, sync: "operator" });
    expect(page).not.toContain("<form");
    expect(page).toContain("needs the role operator");
    expect(page).toContain("Invoke-CsBackupServiceSync -PoolFqdn pool2.example.test");
  });

  test("an operator, where only a restorer may choose", () => {
    const page = shown({ is: "unmarked" }, { ...MAY, adopt: "restorer", "from-partner": "restorer" });
    expect(page).not.toContain("<form");
    expect(page.match(/needs the role restorer/g)).toHaveLength(2);
  });
});

test("each way out has a form of its own, which names what it asks for", () => {
  const page = shown({ is: "unmarked" });
  expect(page.match(/<form/g)).toHaveLength(2);
  expect(page).toContain('name="way" value="adopt"');
  expect(page).toContain('name="way" value="from-partner"');
});

test("source and target are drawn by their names: the partner gives, the pool receives", () => {
  const page = shown({});
  expect(page.indexOf('data-end="source"')).toBeLessThan(page.indexOf("pool2.example.test"));
  expect(page.indexOf("pool2.example.test")).toBeLessThan(page.indexOf('data-end="target"'));
});

test("while it runs there is nothing to press but the way to its page", () => {
  const page = shown({ is: "restoring", running: "r1" });
  expect(page).not.toContain("<form");
  expect(page).toContain('href="/requests/r1"');
});

test("a run that ended is looked at before anything is offered again", () => {
  const page = shown({ is: "restoring", ended: { id: "r2", at: NOW } });
  expect(page).not.toContain("<form");
  expect(page).toContain('href="/requests/r2"');
});

test("a whole store asks first whether its disk is mounted", () => {
  expect(shown({ is: "whole-store" })).toContain("First see whether the disk is mounted.");
});
