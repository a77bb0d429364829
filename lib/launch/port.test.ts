import { createServer } from "node:net";
import { expect, test } from "vitest";
import { listenOn } from "./listen-on.ts";
import { choosePort, lookAtPort, type PortState } from "./port.ts";

const machine = (states: Readonly<Record<number, PortState>>) => async (port: number) => states[port] ?? "free";

test("a port that was asked for and is free is taken", async () => {
  expect(await choosePort(8080, machine({ 3000: "taken" }))).toBe(8080);
});

test.each([
  ["taken", "PORT 8080 is taken by another program"],
  ["forbidden", "PORT 8080 needs rights"],
] as const)("a port that was asked for and is %s is refused, never swapped", async (state, words) => {
  await expect(choosePort(8080, machine({ 8080: state }))).rejects.toThrow(words);
});

test("a port that no browser opens is refused", async () => {
  await expect(choosePort(6000, machine({}))).rejects.toThrow("PORT 6000 is one that browsers refuse");
});

test("when none was asked for, the first free one from 3000 on is taken", async () => {
  expect(await choosePort(null, machine({}))).toBe(3000);
  expect(await choosePort(null, machine({ 3000: "taken", 3001: "taken" }))).toBe(3002);
  await expect(choosePort(null, async () => "taken")).rejects.toThrow("No port from 3000 to 3099 is free");
});

test.each(["127.0.0.1", "::1"])("a listener on %s alone makes its port taken", async (host) => {
  const other = createServer();
  const port = await new Promise<number | null>((resolve) => {
    other.once("error", () => resolve(null));
    other.listen(0, host, () => {
      const address = other.address();
      resolve(typeof address === "object" && address ? address.port : null);
    });
  });
  if (port === null) return expect(host).toBe("::1"); // a machine without IPv6
  expect(await lookAtPort(port, "127.0.0.1")).toBe("taken");
  await new Promise((resolve) => other.close(resolve));
  expect(await lookAtPort(port, "127.0.0.1")).toBe("free");
});

test.each([
  [null, "127.0.0.1"],
  ["http://127.0.0.1:4000", "127.0.0.1"],
  ["http://localhost", "127.0.0.1"],
  ["http://[::1]:4000", "127.0.0.1"],
  ["https://pairs.example.com", "::"],
  ["http://10.0.0.7:3000", "::"],
] as const)("the public address %s means listening on %s", (publicUrl, host) => {
  expect(listenOn(publicUrl)).toBe(host);
});
