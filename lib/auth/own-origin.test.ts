import { expect, test } from "vitest";
import { isFromOwnPage } from "./own-origin.ts";

const PUBLIC = "https://pairs.example.com";

test.each([
  ["http://127.0.0.1:3000", "127.0.0.1:3000", null, true],
  ["http://192.168.1.10:3000", "192.168.1.10:3000", null, true],
  [PUBLIC, "pairs.example.com", PUBLIC, true],
  [PUBLIC, "127.0.0.1:3000", PUBLIC, true], // a proxy that hands on another host
  ["http://127.0.0.1:3000", "127.0.0.1:3000", PUBLIC, true],
  ["http://pairs.example.com", "pairs.example.com", PUBLIC, false], // without TLS anybody may be there
  ["https://evil.example.com", "pairs.example.com", PUBLIC, false],
  ["https://evil.example.com", "127.0.0.1:3000", null, false],
  ["http://127.0.0.1:4000", "127.0.0.1:3000", null, false], // another service of this machine
  ["null", "127.0.0.1:3000", null, false],
  ["null", "null", null, false],
  ["", "", null, false],
  [null, "127.0.0.1:3000", null, false],
  ["not an address", "127.0.0.1:3000", null, false],
  ["http://127.0.0.1:3000/", "127.0.0.1:3000", null, false], // no browser writes it so
])("origin %j, host %j, public %j: %j", (origin, host, publicOrigin, isOurs) => {
  const headers = new Headers({ host, "x-forwarded-host": "evil.example.com", ...(origin !== null && { origin }) });
  expect(isFromOwnPage(headers, publicOrigin)).toBe(isOurs);
});
