import { expect, test } from "vitest";
import { choicesIn } from "./choices.ts";

test.each([
  [{}, { theme: "system", times: "local" }],
  [
    { theme: "dark", times: "utc" },
    { theme: "dark", times: "utc" },
  ],
  [
    { theme: '"><script>', times: "" },
    { theme: "system", times: "local" },
  ],
])("cookies %j are the choices %j", (cookies: Record<string, string>, choices) => {
  expect(choicesIn((name) => cookies[name])).toEqual(choices);
});
