import { createServer, request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { insteadOf, leadUnreadable } from "./unreadable.ts";

test.each([
  ["/pairs/%E0%A4%A", "/unreadable"],
  ["/%", "/unreadable"],
  ["/%?x=%zz", "/unreadable"],
  ["/api/v1/pools/%zz/status", "/api/unreadable"],
  ["http://127.0.0.1:3000/api/%c0?x", "/api/unreadable"],
  ["HTTP://other/%c0", "/unreadable"],
])("%s is led to %s", (address, door) => {
  expect(insteadOf(address)).toBe(door);
});

test.each(["/", "/pairs/%E0%A4%A0", "/?a=%zz", "/a#%", "/%00", "*", "", "//", "http://127.0.0.1/%20"])(
  "%s is left as it is",
  (address) => {
    expect(insteadOf(address)).toBeNull();
  },
);

const server = createServer((asked, answer) => void answer.end(`${asked.url} ${answer.getHeader("x-frame-options")}`));
let end = () => {};
beforeAll(async () => {
  end = leadUnreadable();
  await new Promise<void>((listens) => server.listen(0, "127.0.0.1", listens));
});
afterAll(() => {
  end();
  server.close();
});

/** The address as the server's own listener reads it. */
function seen(path: string): Promise<string> {
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return new Promise((told, failed) => {
    request({ port, host: "127.0.0.1", path, agent: false }, (answer) => {
      answer.setEncoding("utf8").once("data", told);
    })
      .once("error", failed)
      .end();
  });
}

test("a server sees the door in place of what cannot be read, and all else as it came", async () => {
  expect(await seen("/api/v1/pools/%zz/status?x")).toBe("/api/unreadable undefined");
  expect(await seen("/pairs/%20?x=%zz//")).toBe("/pairs/%20?x=%zz// undefined");
});

test.each(["//x", "/pairs//%20?y", "/a\\b", "http://127.0.0.1/pairs"])(
  "what Next leads elsewhere by itself, %s, has our headers from the start",
  async (address) => {
    expect(await seen(address)).toBe(`${address} DENY`);
  },
);

test("once it has ended, all is left as it came", async () => {
  end();
  expect(await seen("/%")).toBe("/% undefined");
  expect(await seen("//x")).toBe("//x undefined");
});
