import { expect, test } from "vitest";
import { loginPath, returnPath } from "./return-path.ts";

test.each([
  ["/on-call", "/on-call"],
  ["/pairs/pool1.example.test/ConfServices.DataConf?range=1h&show=table", undefined],
  ["/guide#limit-reached", undefined],
  ["/a/../journal", "/journal"],
])("%s is gone back to", (asked, to = asked) => {
  expect(returnPath(asked)).toBe(to);
});

test.each<[string, unknown]>([
  ["nothing", undefined],
  ["two of them", ["/a", "/b"]],
  ["another site", "https://evil.example.com/"],
  ["another site without its scheme", "//evil.example.com/"],
  ["the same with a backslash", "/\\evil.example.com/"],
  ["the same with a tab", "/\t/evil.example.com/"],
  ["the same by a step back", "/..//evil.example.com/"],
  ["a script", "javascript:alert(1)"],
  ["a path from here", "on-call"],
  ["sign-in itself", "/login?to=/login"],
  ["what is no page", "/api/v1/pairs"],
])("%s is not", (_, asked) => {
  expect(returnPath(asked)).toBe("/");
});

test("sign-in keeps where it goes back to in its address", () => {
  expect(loginPath("/on-call")).toBe("/login?to=%2Fon-call");
  expect(["/", "//evil.example.com", "/login"].map(loginPath)).toEqual(Array(3).fill("/login"));
});
