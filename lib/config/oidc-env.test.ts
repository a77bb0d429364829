import { describe, expect, test } from "vitest";
import { EnvRefused, readEnv } from "./env.ts";

const LEAST = {
  PAIRKEEPER_OIDC_ISSUER: "https://login.example.com/realms/ours",
  PAIRKEEPER_OIDC_CLIENT_ID: "pairkeeper",
};

const read = (more: Record<string, string> = {}) => readEnv({ ...LEAST, ...more }, "/project").oidc;
const refusal = (source: Record<string, string>): readonly string[] => {
  try {
    readEnv(source, "/project");
  } catch (error) {
    if (error instanceof EnvRefused) return error.sentences;
    throw error;
  }
  return [];
};

test("an issuer and a name of ours there are enough: the field's own administrators come in", () => {
  expect(read()).toEqual({
    issuer: "https://login.example.com/realms/ours",
    clientId: "pairkeeper",
    clientSecret: null,
    clientSecretFile: null,
    scopes: ["openid", "profile"],
    groupsClaim: "groups",
    grants: [{ group: "RTCUniversalServerAdmins", role: "administrator", pools: "all" }],
    name: "OpenID Connect",
  });
});

test("all may be chosen", () => {
  expect(
    read({
      PAIRKEEPER_OIDC_CLIENT_SECRET_FILE: "/run/secrets/oidc",
      PAIRKEEPER_OIDC_SCOPES: "profile  groups",
      PAIRKEEPER_OIDC_GROUPS_CLAIM: "roles",
      PAIRKEEPER_OIDC_NAME: "Example Corp",
    }),
  ).toMatchObject({
    clientSecretFile: "/run/secrets/oidc",
    scopes: ["openid", "profile", "groups"],
    groupsClaim: "roles",
    name: "Example Corp",
  });
});

test.each([
  ["Admins=administrator", [{ group: "Admins", role: "administrator", pools: "all" }]],
  [
    "Server Admins = Administrator ; /help desk=operator@POOL1.x.test, pool2.x.test.;",
    [
      { group: "Server Admins", role: "administrator", pools: "all" },
      { group: "/help desk", role: "operator", pools: ["pool1.x.test", "pool2.x.test"] },
    ],
  ],
  ["CN=Ops,OU=IT,DC=x=restorer", [{ group: "CN=Ops,OU=IT,DC=x", role: "restorer", pools: "all" }]],
])("PAIRKEEPER_OIDC_ROLES=%j", (text, grants) => {
  expect(read({ PAIRKEEPER_OIDC_ROLES: text })?.grants).toEqual(grants);
});

describe("what cannot be meant is refused by the name of its variable, and no secret is repeated", () => {
  const SECRET = { PAIRKEEPER_OIDC_CLIENT_SECRET: "hush-hush" };
  test.each([
    ["ROLES", { ...LEAST, PAIRKEEPER_OIDC_ROLES: "Admins" }],
    ["ROLES", { ...LEAST, PAIRKEEPER_OIDC_ROLES: "Admins=owner" }],
    ["ROLES", { ...LEAST, PAIRKEEPER_OIDC_ROLES: "=viewer" }],
    ["ROLES", { ...LEAST, PAIRKEEPER_OIDC_ROLES: "Admins=viewer@pool1" }],
    ["ROLES", { ...LEAST, PAIRKEEPER_OIDC_ROLES: "Admins=viewer@" }],
    ["ROLES", { ...LEAST, PAIRKEEPER_OIDC_ROLES: ";" }],
    ["ISSUER", SECRET],
    ["ISSUER", { ...LEAST, PAIRKEEPER_OIDC_ISSUER: "http://login.example.com" }],
    ["ISSUER", { ...LEAST, PAIRKEEPER_OIDC_ISSUER: "login.example.com" }],
    ["ISSUER", { ...LEAST, PAIRKEEPER_OIDC_ISSUER: "https://me:hush-hush@login.example.com" }],
    ["CLIENT_ID", { PAIRKEEPER_OIDC_ISSUER: LEAST.PAIRKEEPER_OIDC_ISSUER }],
    ["CLIENT_SECRET_FILE", { ...LEAST, ...SECRET, PAIRKEEPER_OIDC_CLIENT_SECRET_FILE: "/run/secrets/oidc" }],
    ["SCOPES", { ...LEAST, PAIRKEEPER_OIDC_SCOPES: 'open"id' }],
    ["NAME", { ...LEAST, PAIRKEEPER_OIDC_NAME: "x".repeat(41) }],
  ])("PAIRKEEPER_OIDC_%s of %j", (name, source) => {
    const sentences = refusal(source);
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toContain(`PAIRKEEPER_OIDC_${name}`);
    expect(sentences.join()).not.toContain("hush-hush");
  });
});

test("without TLS a provider may be on this machine alone", () => {
  expect(read({ PAIRKEEPER_OIDC_ISSUER: "http://127.0.0.1:4000" })?.issuer).toBe("http://127.0.0.1:4000");
});
