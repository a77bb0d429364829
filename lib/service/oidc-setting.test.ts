import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readEnv } from "#lib/config/env.ts";
import { namesIn, oidcSetting } from "./oidc-setting.ts";

const settingOf = (more: Record<string, string>) => {
  const least = { PAIRKEEPER_OIDC_ISSUER: "https://login.example.com", PAIRKEEPER_OIDC_CLIENT_ID: "pairkeeper" };
  const { oidc } = readEnv({ ...least, ...more }, "/project");
  return oidcSetting(oidc ?? expect.unreachable());
};

test("the secret is the one given, or what stands in the file", () => {
  const folder = mkdtempSync(join(tmpdir(), "pairkeeper-secret-"));
  const path = join(folder, "secret");
  writeFileSync(path, "of the file\n");
  try {
    expect(settingOf({ PAIRKEEPER_OIDC_CLIENT_SECRET: "given" }).clientSecret).toBe("given");
    expect(settingOf({ PAIRKEEPER_OIDC_CLIENT_SECRET_FILE: path }).clientSecret).toBe("of the file");
    expect(settingOf({}).clientSecret).toBeNull();
    writeFileSync(path, " \n");
    for (const wrong of [path, `${path}.gone`])
      expect(() => settingOf({ PAIRKEEPER_OIDC_CLIENT_SECRET_FILE: wrong })).toThrow(
        expect.objectContaining({ code: "refused", message: expect.stringContaining(wrong) }),
      );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("groups of some pools reach those alone", () => {
  const { grants } = settingOf({ PAIRKEEPER_OIDC_ROLES: "a=operator@P1.x.test;b=viewer" });
  expect(grants.map(({ pools }) => pools)).toEqual([["p1.x.test"], "all"]);
});

test("a list of names", () => {
  expect(["", " , ", "a", "a b,  c"].map(namesIn)).toEqual([[], [], ["a"], ["a b", "c"]]);
});
