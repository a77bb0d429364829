import { expect, test } from "vitest";
import { isReadableCall } from "./readable-call.ts";

const asked = (body: BodyInit, headers: HeadersInit = { "next-action": "a" }) =>
  new Request("http://127.0.0.1/", { method: "POST", headers, body });
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
  ["a way that leads nowhere", inParts('[{"a":1},"$0:0:b"]')],
  ["itself", inParts('["$0"]')],
  ["a list without end", "[".repeat(200_000)],
])("%s is none", async (_, body) => {
  expect(await isReadableCall(asked(body))).toBe(false);
});

const BOUND = '{"id":"a","bound":"$@1"}';
test.each<[what: string, parts: Readonly<Record<string, string>>, isReadable: boolean]>([
  ["names its action", { $ACTION_ID_a: "", username: "ada" }, true],
  ["has an action's state", { $ACTION_REF_1: "", "$ACTION_1:0": BOUND, "$ACTION_1:1": '["$undefined"]' }, true],
  ["has half of it", { $ACTION_REF_1: "", "$ACTION_1:0": "{" }, false],
  ["has no state though it says so", { $ACTION_REF_1: "", "$ACTION_1:0": BOUND }, false],
  ["has too many", { "$ACTION_1:0": BOUND, "$ACTION_1:1": JSON.stringify(Array(9).fill(1)) }, false],
])("a form that is sent before scripts run and %s", async (_, parts, isReadable) => {
  expect(await isReadableCall(asked(inParts(null, parts), {}))).toBe(isReadable);
});

test.each(["multipart/form-data; boundary=x", "multipart/form-data"])(
  "what says it is %s and is none is no call",
  async (type) => {
    expect(await isReadableCall(asked("[]", { "content-type": type }))).toBe(false);
  },
);
