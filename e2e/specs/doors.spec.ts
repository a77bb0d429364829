import { globSync, readdirSync, readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "playwright/test";
import { TEST_BUILD } from "#lib/launch/test-build.ts";
import { freePort } from "../world/free-port.ts";
import { ADMIN_PASSWORD, newDataFolder, removeDataFolder, type Service, startService } from "../world/service.ts";
import { type Answer, askExactly, FORWARDED, startTlsProxy } from "../world/tls-proxy.ts";

// Without a browser: what browsers and others may send is written out here, and everything that is answered is looked at.

const POOL = "pool1.pairkeeper.test";
const SAFE_HEADERS = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin",
  "cross-origin-opener-policy": "same-origin",
};

/** A browser that is signed in, or not: its cookies, and all that it was told. */
class Visitor {
  readonly origin: string;
  cookies = new Map<string, string>();
  readonly told: string[] = [];
  constructor(origin: string) {
    this.origin = origin;
  }

  get cookie(): string {
    return [...this.cookies].map((pair) => pair.join("=")).join("; ");
  }

  ask(
    path: string,
    method = "GET",
    headers: Readonly<Record<string, string>> = {},
    body?: string | Buffer,
  ): Promise<Answer> {
    return askExactly(`${this.origin}${path}`, method, { cookie: this.cookie, ...headers }, body);
  }

  async page(path: string): Promise<string> {
    const text = await (await this.ask(path)).text();
    this.told.push(text);
    return text;
  }

  /** Sends the form of a page that has this text on its button, as a browser does before scripts run. */
  async press(
    path: string,
    button: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>>,
  ) {
    const forms = [...(await this.page(path)).matchAll(/<form[^>]*>.*?<\/form>/gs)].map(([form]) => form);
    const form = forms.find((one) => one.includes(button)) ?? "";
    const sent = new FormData();
    for (const [, name = "", value = ""] of form.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g))
      sent.set(name, value.replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
    for (const [name, value] of Object.entries(fields)) sent.set(name, value);
    const { headers: own, body } = await encoded(sent);
    const answer = await this.ask(path, "POST", { ...own, ...headers }, body);
    this.told.push(await answer.text());
    return answer;
  }

  /** Signs in on the page, and keeps the cookies; they are returned as they came. */
  async signIn(origin = this.origin): Promise<readonly string[]> {
    const answer = await this.press("/login", "Password", { username: "admin", password: ADMIN_PASSWORD }, { origin });
    const lines = answer.headers.getSetCookie();
    for (const line of lines) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    return lines.filter((line) => line.includes("session_token="));
  }

  async isIn(): Promise<boolean> {
    return (await this.ask("/api/v1/pools")).status === 200;
  }
}

async function encoded(form: FormData) {
  const sent = new Request("http://127.0.0.1", { method: "POST", body: form });
  return { headers: Object.fromEntries(sent.headers), body: Buffer.from(await sent.arrayBuffer()) };
}

/** An address of this machine in its network; a second one of its own where it has none. */
function lanAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((some) => some ?? []);
  return all.find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? "127.0.0.2";
}

/** Every page there is, with something in its places. */
const PAGES = globSync("app/**/page.tsx").map((file) =>
  `/${file}`
    .replaceAll(/^\/app|\/\([^)]*\)|\/page\.tsx$/g, "")
    .replace("[fqdn]", POOL)
    .replace("[module]", "DataConf")
    .replace("[id]", "00000000-0000-4000-8000-000000000000"),
);
const NOWHERE = [
  "/nowhere",
  "/pools/..%2f..%2fetc%2fpasswd/loss",
  "/pairs/%00/x",
  "/pairs/<script>alert(1)<%2Fscript>",
  "/requests/..%5c..%5cx",
  "/login?to=//evil.example.com",
];
/** What Next leads to another address before it looks at anything of ours. */
const LED = ["//", "//x", "//evil.example.com/", "/pairs//x", "/api//v1/pools"];
/** Percent-encoding that says no letter. */
const UNREADABLE = [
  "/%",
  "/pairs/%E0%A4%A",
  "/pools/%c0/loss?x=1",
  "/api/%",
  "/api/v1/pools/%zz/status",
  "/api/auth/%ff",
];
const OTHERS = [
  "/api/nowhere",
  "/api/health",
  "/api/metrics",
  "/api/v1/pools",
  "/api/v1/pools/..%2f..%2fetc/status",
  "/api/auth/nowhere",
  "/api/auth/get-session",
  "/_next/static/nowhere.js",
  "/icon.svg",
];

async function expectSafe(visitor: Visitor, path: string) {
  const answer = await visitor.ask(path || "/");
  const text = await answer.text();
  visitor.told.push(text);
  const where = `${path} answers ${answer.status}`;
  expect(answer.status, where).toBeLessThan(500);
  for (const [name, value] of Object.entries(SAFE_HEADERS))
    expect(answer.headers.get(name), `${name}: ${where}`).toBe(value);
  const policy = answer.headers.get("content-security-policy") ?? "";
  if (!answer.headers.get("content-type")?.startsWith("text/html")) {
    if (path.startsWith("/api/")) expect(policy, where).toContain("default-src 'none'");
    return;
  }
  const nonce = /script-src 'self' 'nonce-([^']+)' 'strict-dynamic';/.exec(policy)?.[1] ?? "";
  expect(nonce.length, where).toBeGreaterThan(30);
  for (const [tag] of text.matchAll(/<script\b[^>]*>/g)) expect(tag, where).toContain(`nonce="${nonce}"`);
  expect(text, where).not.toMatch(/<[^>]+\son[a-z]+="/);
  expect(text, where).not.toContain("<script>alert");
}

let lan: Service;
let behind: Service;
let proxy: Awaited<ReturnType<typeof startTlsProxy>>;
let atLan: Visitor;
let atProxy: Visitor;

test.beforeAll(async () => {
  const [lanPort, behindPort] = [await freePort(), await freePort()];
  proxy = await startTlsProxy(() => behindPort);
  atLan = new Visitor(`http://${lanAddress()}:${lanPort}`);
  atProxy = new Visitor(`https://127.0.0.1:${proxy.port}`);
  [lan, behind] = await Promise.all([
    startService(newDataFolder(), { PAIRKEEPER_URL: atLan.origin }, lanPort),
    startService(newDataFolder(), { PAIRKEEPER_URL: atProxy.origin }, behindPort),
  ]);
});
test.afterAll(async () => {
  await proxy.stop();
  for (const service of [lan, behind]) {
    await service.stop();
    removeDataFolder(service.dataFolder);
  }
});
test.describe.configure({ mode: "serial" });

test("people come in from the network and through a TLS proxy, and no other site's form does anything", async () => {
  for (const visitor of [atLan, atProxy]) {
    for (const origin of [
      "https://evil.example.com",
      "null",
      "http://127.0.0.1:1",
      visitor.origin.replace(/^http/, "httpx"),
    ])
      expect(await new Visitor(visitor.origin).signIn(origin), origin).toEqual([]);
    const [line = ""] = await visitor.signIn();
    expect(line).toMatch(/; HttpOnly; SameSite=Lax/i);
    expect(line.includes("; Secure")).toBe(visitor === atProxy);
    expect(await visitor.isIn()).toBe(true);
  }
  // Past the proxy, with what a proxy would say: it is not believed.
  const forwarded = {
    "x-forwarded-host": "evil.example.com",
    "x-forwarded-proto": "https",
    "x-forwarded-for": "127.0.0.1",
  };
  const past = new Visitor(`http://127.0.0.1:${new URL(behind.address).port}`);
  const login = { username: "admin", password: ADMIN_PASSWORD };
  const pressed = await past.press("/login", "Password", login, { origin: "https://evil.example.com", ...forwarded });
  expect([pressed.status, pressed.headers.getSetCookie()]).toEqual([403, []]);
  expect(await past.signIn(atProxy.origin)).toHaveLength(1); // a proxy that hands on another host
});

test("through the proxy what changes is told at once", async () => {
  const stream = await atProxy.ask("/api/v1/events", "GET", { "accept-encoding": "gzip" });
  expect([stream.status, stream.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
  stream.leave();
});

test("the configuration in the README sets what the tested proxy sets", async () => {
  const written = readFileSync("README.md", "utf8");
  for (const name of FORWARDED) expect(written).toContain(`proxy_set_header ${name} $`);
  for (const line of ["proxy_buffering off;", "proxy_pass http://127.0.0.1:3000;", "--to 127.0.0.1:3000"])
    expect(written).toContain(line);
});

test("every answer has its policy and its headers: each page, for who is signed in and who is not, and what is no page", async () => {
  expect(PAGES.length).toBeGreaterThan(15);
  for (const visitor of [atProxy, new Visitor(atProxy.origin)])
    for (const path of [...PAGES, ...NOWHERE, ...OTHERS]) await expectSafe(visitor, path);
  for (const path of UNREADABLE) {
    await expectSafe(atProxy, path);
    const { status, headers } = await atProxy.ask(path);
    const type = path.startsWith("/api/") ? "application/problem+json" : "text/plain; charset=utf-8";
    expect([status, headers.get("content-type")], path).toEqual([400, type]);
  }
  for (const path of LED) {
    await expectSafe(atLan, path);
    const { status, headers } = await atLan.ask(path);
    expect([status, headers.get("location")], path).toEqual([308, path.replaceAll(/\/+/g, "/")]);
  }
  expect((await atProxy.ask("/")).headers.get("strict-transport-security")).toContain("max-age=");
  expect((await atLan.ask("/")).headers.get("strict-transport-security")).toBeNull();
});

test("what changes something must come from a page of ours, whatever the cookie", async () => {
  const wrong: readonly Record<string, string>[] = [
    {},
    { origin: "null" },
    { origin: "https://evil.example.com" },
    { origin: "not an address" },
  ];
  const [, action = ""] = /name="\$ACTION_ID_([0-9a-f]+)"/.exec(await atLan.page("/")) ?? [];
  expect(action).not.toBe("");
  for (const headers of wrong) {
    const forwarded = { ...headers, "x-forwarded-host": "evil.example.com" };
    expect((await atLan.press("/", "Sign out", {}, forwarded)).status).toBe(403);
    const called = await atLan.ask(
      "/",
      "POST",
      { ...forwarded, "next-action": action, "content-type": "text/plain;charset=UTF-8" },
      "[]",
    );
    expect(called.status).toBe(403);
    for (const [method, path] of [
      ["POST", `/api/v1/pools/${POOL}/sync`],
      ["PATCH", "/api/v1/configuration"],
      ["DELETE", "/api/v1/configuration"],
    ] as const)
      expect((await atLan.ask(path, method, forwarded, "{}")).status, path).toBe(403);
    expect(
      (await atLan.ask("/api/auth/sign-out", "POST", { ...forwarded, "content-type": "application/json" }, "{}"))
        .status,
    ).toBe(403);
  }
  expect(await atLan.isIn()).toBe(true);
});

test("a call that cannot be read is refused, and is no error of ours", async () => {
  const [, action = ""] = /name="\$ACTION_ID_([0-9a-f]+)"/.exec(await atLan.page("/")) ?? [];
  const headers = { origin: atLan.origin, "next-action": action, "content-type": "text/plain;charset=UTF-8" };
  for (const body of ["", "x", "[", '["$F1"]', JSON.stringify(Array(1_500).fill("x"))]) {
    const called = await atLan.ask("/", "POST", headers, body);
    expect([called.status, called.headers.get("x-frame-options")], body.slice(0, 9)).toEqual([400, "DENY"]);
  }
  expect(await atLan.isIn()).toBe(true);
});

test("no door reads more than it needs", async () => {
  const origin = atLan.origin;
  const large = (size: number) => JSON.stringify({ reason: "x".repeat(size) });
  const sync = await atLan.ask(`/api/v1/pools/${POOL}/sync`, "POST", { origin }, large(65_536));
  expect([sync.status, JSON.parse(await sync.text())]).toMatchObject([
    400,
    { detail: "What was sent is larger than 64 KiB." },
  ]);
  const json = { origin, "content-type": "application/json" };
  expect((await atLan.ask("/api/auth/sign-in/username", "POST", json, large(65_536))).status).toBe(400);
  expect(
    (await atLan.ask("/login", "POST", { origin, "content-type": "multipart/form-data; boundary=x" }, large(1_000_000)))
      .status,
  ).toBe(413);
});

test("no secret stands in a log, on a page, or in the ledger and its copies", async () => {
  for (const [service, visitor] of [
    [lan, atLan],
    [behind, atProxy],
  ] as const) {
    await (await visitor.ask(`/login/link?token=${tokenOf(service)}`)).text(); // its own page holds its token
    const secrets = {
      password: ADMIN_PASSWORD,
      link: tokenOf(service),
      ...(await shownOnce(visitor)),
      screen: await screenOf(visitor),
      ...Object.fromEntries(visitor.cookies),
      ...Object.fromEntries(
        ["cli.token", "metrics.token", "auth.secret"].map((name) => [name, inFolder(service, name)]),
      ),
    };
    const places = {
      log: service.logged(),
      engine: inFolder(service, "logs/engine.log"),
      ledger: dumped(join(service.dataFolder, "ledger.db")),
    };
    for (const copy of readdirSync(join(service.dataFolder, "copies")))
      Object.assign(places, { [copy]: dumped(join(service.dataFolder, "copies", copy)) });
    const pages = visitor.told.join("\n");
    for (const [what, secret] of Object.entries(secrets)) {
      expect(secret.length, what).toBeGreaterThan(8);
      for (const [place, text] of Object.entries({ ...places, pages }))
        for (const written of [secret, decodeURIComponent(secret)])
          expect(text.includes(written), `${what} in ${place}`).toBe(false);
    }
  }
});

test("who presses Sign out on a page of ours is out", async () => {
  for (const visitor of [atLan, atProxy]) {
    await visitor.press("/", "Sign out", {}, { origin: visitor.origin });
    expect(await visitor.isIn()).toBe(false);
  }
});

/** What an app reads to make codes, and what helps who has lost it: shown on the page that answers the press, and nowhere else. */
async function shownOnce({ origin, cookies }: Visitor): Promise<Readonly<Record<string, string>>> {
  const owner = new Visitor(origin);
  owner.cookies = cookies;
  await owner.press("/account", "Set it up", { do: "begin", password: ADMIN_PASSWORD }, { origin });
  const page = owner.told.at(-1) ?? "";
  const codes = /(?:[a-z2-9]{5}-[a-z2-9]{5}\n?){10}/.exec(page)?.[0].split("\n") ?? [];
  const [secret = ""] = /\b(?:[A-Z2-7]{4} ){4,}[A-Z2-7]{1,4}\b/.exec(page) ?? [];
  return { "secret of the app": secret.replaceAll(" ", ""), "recovery code": codes[0] ?? "", another: codes[9] ?? "" };
}

/** What a screen keeps that shows a code. */
async function screenOf({ origin }: Visitor): Promise<string> {
  const screen = new Visitor(origin);
  const built: { node: Record<string, { exportedName: string }> } = JSON.parse(
    readFileSync(join(TEST_BUILD, "server", "server-reference-manifest.json"), "utf8"),
  );
  const [action = ""] = Object.entries(built.node).find(([, { exportedName }]) => exportedName === "newCode") ?? [];
  const headers = { origin, "next-action": action, "content-type": "text/plain;charset=UTF-8" };
  const answer = await screen.ask("/wall", "POST", headers, "[]");
  return /^pairkeeper\.display=([^;]+)/.exec(answer.headers.getSetCookie().join("\n"))?.[1] ?? "";
}

const tokenOf = ({ signInLink }: Service) => new URL(signInLink).searchParams.get("token") ?? "";
const inFolder = ({ dataFolder }: Service, name: string) => readFileSync(join(dataFolder, name), "utf8").trim();

/** Every value of every row of a database. */
function dumped(path: string): string {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
    return tables
      .flatMap(({ name }) =>
        database
          .prepare(`select * from "${name}"`)
          .all()
          .map((row) => Object.values(row).join(" ")),
      )
      .join("\n");
  } finally {
    database.close();
  }
}
