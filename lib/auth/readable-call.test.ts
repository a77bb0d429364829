import { expect, test } from "vitest";
import { isReadableCall } from "./readable-call.ts";

const asked = (body: BodyInit) => new Request("http://127.0.0.1/", { method: "POST", body });
function inParts(first: string | null, more: Readonly<Record<string, string>> = {}): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(more)) form.set(name, value);
  if (first !== null) form.set("0", first);
  return form;
}

test.each<[what: string, body: BodyInit]>([
  ["nothing", "[]"],
  ["texts", '["pool1.pairkeeper.test","DataConf",""]'],
  ["a text that begins with a mark", '["$$5"]'],
  ["what JSON has no word for", '["$undefined",{"at":"$D2026-11-29T12:00:00.000Z","n":"$n-5","x":"$-Infinity"}]'],
  ["a form", inParts('["$undefined","$K1"]', { "1_pool": "x" })],
  ["a form, and what came before", inParts('[{"a":["x"],"b":"$0:0:a"},"$K1"]', { "1_pool": "x" })],
])("%s is a call", async (_, body) => {
  expect(await isReadableCall(asked(body))).toBe(true);
});

test.each<[what: string, body: BodyInit]>([
  ["nothing at all", ""],
  ["no JSON", "x"],
  ["half of it", '["x"'],
  ["no list", '{"a":1}'],
  ["more than anybody takes", JSON.stringify(Array(9).fill("x"))],
  ["a part that is not there", '["$K1"]'],
  ["a function of the server's", '[{"a":{"b":"$F1"}}]'],
  ["a number that is none", '["$nx"]'],
  ["a form without a call", inParts(null, { pool: "x" })],
  ["a form with half a call", inParts('["$K1"')],
  ["a promise beside a form", inParts('["$@1","$K1"]')],
  ["a list without end", "[".repeat(200_000)],
])("%s is none", async (_, body) => {
  expect(await isReadableCall(asked(body))).toBe(false);
});

test("what says it is a form and is none is no call", async () => {
  const headers = { "content-type": "multipart/form-data; boundary=x" };
  expect(await isReadableCall(new Request("http://127.0.0.1/", { method: "POST", headers, body: "[]" }))).toBe(false);
});
