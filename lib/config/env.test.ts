import { describe, expect, test } from "vitest";
import { EnvRefused, readEnv } from "./env.ts";

const refusal = (source: Record<string, string>) => {
  try {
    readEnv(source, "/project");
  } catch (error) {
    if (error instanceof EnvRefused) return error.sentences;
    throw error;
  }
  return [];
};

test("an empty environment is the default one", () => {
  expect(readEnv({}, "/project")).toEqual({
    port: null,
    dataFolder: "/project/data",
    publicUrl: null,
    token: null,
    adminPassword: null,
    pools: null,
    oidc: null,
    buildFolder: "/project/.next",
  });
});

test("empty means not given", () => {
  const empty = {
    PORT: "",
    PAIRKEEPER_DATA: "",
    PAIRKEEPER_URL: " ",
    PAIRKEEPER_TOKEN: "",
    PAIRKEEPER_ADMIN_PASSWORD: "",
    PAIRKEEPER_POOLS: " ",
    PAIRKEEPER_OIDC_ISSUER: "",
    PAIRKEEPER_OIDC_CLIENT_SECRET: " ",
  };
  expect(readEnv(empty, "/project")).toEqual(readEnv({}, "/project"));
});

describe("good values", () => {
  test.each([
    ["PORT", "3000", "port", 3000],
    ["PORT", "65535", "port", 65_535],
    ["PAIRKEEPER_DATA", "elsewhere", "dataFolder", "/project/elsewhere"],
    ["PAIRKEEPER_DATA", "/srv/pairs/../data", "dataFolder", "/srv/data"],
    ["PAIRKEEPER_URL", "http://127.0.0.1:4000", "publicUrl", "http://127.0.0.1:4000"],
    ["PAIRKEEPER_URL", "https://Pairs.Example.com/", "publicUrl", "https://pairs.example.com"],
    ["PAIRKEEPER_TOKEN", "pk_abc-123", "token", "pk_abc-123"],
    ["PAIRKEEPER_ADMIN_PASSWORD", "12345678", "adminPassword", "12345678"],
    ["PAIRKEEPER_ADMIN_PASSWORD", "correct horse battery staple 9", "adminPassword", "correct horse battery staple 9"],
    ["PAIRKEEPER_ADMIN_PASSWORD", " starts with a space", "adminPassword", " starts with a space"],
  ] as const)("%s=%s", (name, text, field, value) => {
    expect(readEnv({ [name]: text }, "/project")[field]).toBe(value);
  });
});

test.each([
  ["pool1.pairkeeper.test", ["pool1.pairkeeper.test"]],
  [" POOL2.Pairkeeper.test. , pool1.pairkeeper.test", ["pool2.pairkeeper.test", "pool1.pairkeeper.test"]],
  ["p.test,P.TEST,p.test.", ["p.test"]],
])("PAIRKEEPER_POOLS=%j are the pools %j", (text, pools) => {
  expect(readEnv({ PAIRKEEPER_POOLS: text }, "/project").pools).toEqual(pools);
});

describe("wrong values are refused with one sentence that names the variable", () => {
  test.each([
    ["PORT", "0"],
    ["PORT", "65536"],
    ["PORT", "80a"],
    ["PORT", "-1"],
    ["PORT", "3e3"],
    ["PAIRKEEPER_URL", "pairs.example.com"],
    ["PAIRKEEPER_URL", "ftp://pairs.example.com"],
    ["PAIRKEEPER_URL", "https://pairs.example.com/console"],
    ["PAIRKEEPER_URL", "https://me:secret@pairs.example.com"],
    ["PAIRKEEPER_URL", "https://pairs.example.com/?a=1"],
    ["PAIRKEEPER_TOKEN", "two words"],
    ["PAIRKEEPER_TOKEN", "line\nbreak"],
    ["PAIRKEEPER_ADMIN_PASSWORD", "1234567"],
    ["PAIRKEEPER_ADMIN_PASSWORD", "x".repeat(129)],
    ["PAIRKEEPER_DATA", "a\0b"],
    ["PAIRKEEPER_POOLS", "pool1"],
    ["PAIRKEEPER_POOLS", ","],
    ["PAIRKEEPER_POOLS", "pool1.pairkeeper.test,"],
    ["PAIRKEEPER_POOLS", "pool1.pairkeeper.test;pool2.pairkeeper.test"],
    ["PAIRKEEPER_POOLS", "pool1.pairkeeper.test pool2.pairkeeper.test"],
    ["PAIRKEEPER_POOLS", "-.pairkeeper.test"],
    ["PAIRKEEPER_POOLS", `${"a".repeat(64)}.test`],
    ["PAIRKEEPER_POOLS", "../../etc.passwd"],
  ])("%s=%j", (name, text) => {
    const sentences = refusal({ [name]: text });
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toMatch(new RegExp(`^${name} .*\\.$`));
  });

  test("every wrong value has its own sentence, and none repeats the value", () => {
    const sentences = refusal({ PORT: "nine", PAIRKEEPER_ADMIN_PASSWORD: "secret" });
    expect(sentences).toHaveLength(2);
    expect(sentences.join()).not.toContain("secret");
  });
});
