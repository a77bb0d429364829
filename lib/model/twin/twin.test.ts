import { chmodSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { Twin } from "./twin.ts";

const [ONE, TWO] = ["one.test", "two.test"];
const SCHEMA = `
CREATE TABLE users (sip_uri TEXT PRIMARY KEY, display_name TEXT, home_pool TEXT);
CREATE TABLE contact_groups (sip_uri TEXT, group_id TEXT, home_pool TEXT);
CREATE TABLE contacts (sip_uri TEXT, contact_uri TEXT, home_pool TEXT);
CREATE TABLE presence (sip_uri TEXT, category TEXT, instance TEXT, home_pool TEXT);
CREATE TABLE conferences (conference_id TEXT, home_pool TEXT);
CREATE TABLE conference_directories (directory_id TEXT, home_pool TEXT);
CREATE TABLE canary_presencefocus (pool TEXT PRIMARY KEY, number INTEGER, written_at TEXT, home_pool TEXT);
CREATE TABLE trash (id INTEGER PRIMARY KEY, tbl TEXT, key TEXT, home_pool TEXT)`;

const folder = tempFolder();
let databases: Record<string, DatabaseSync>;
let now: number;
let twin: Twin;

beforeEach(() => {
  databases = {};
  for (const pool of [ONE, TWO]) {
    for (const home of [ONE, TWO]) mkdirSync(content(pool, home), { recursive: true });
    databases[pool] = new DatabaseSync(join(folder(), "pools", pool, "user.db"));
    databases[pool].exec(SCHEMA);
  }
  now = 1000;
  twin = new Twin(folder(), [ONE, TWO], () => now);
});
afterEach(() => {
  twin.close();
  for (const database of Object.values(databases)) database.close();
});

const content = (pool: string, home = ONE) => join(folder(), "pools", pool, "files", "DataConf", home);
const sql = (pool: string, text: string) => databases[pool]?.exec(text);
const put = (pool: string, key: string, name: string, home = ONE) =>
  sql(pool, `REPLACE INTO users VALUES ('${key}', '${name}', '${home}')`);
const write = (path: string, text: string, at = 1) => {
  writeFileSync(path, text);
  utimesSync(path, at, at);
};
const usersWrite = (change: () => void, pool = ONE) => {
  now += 10;
  change();
  twin.usersWrote(pool);
};

type Says = { readonly rows?: object; readonly files?: object; readonly pool?: string };
const answer = ({ rows, files, pool = ONE }: Says) => {
  const quiet = { PendingItems: 0, UnackedPackages: 0, HeldItems: 0, QuarantinedItems: 0 };
  const asOf = { AsOf: new Date(now).toISOString(), LastScanAt: new Date(now).toISOString() };
  const final = { ExportStatus: "FinalState", ImportStatus: "NormalState", Reason: null, ...quiet, ...asOf };
  const unknown = { ...final, ExportStatus: "Unknown" };
  return JSON.stringify({
    PoolFqdn: pool,
    BackupModules: [
      { Identity: "UserServices.PresenceFocus", ...(rows ? { ...final, ...rows } : unknown) },
      { Identity: "ConfServices.DataConf", ...(files ? { ...final, ...files } : unknown) },
    ],
  });
};
const final = (says: Says) => () => {
  twin.disturbed();
  twin.judge([answer(says)]);
};

describe("a badge", () => {
  test("is Final over equal rows, and a lie as soon as one differs", () => {
    usersWrite(() => put(ONE, "a", "A"));
    expect(final({ rows: {} })).toThrow(/differs as of then: users \["a"\]/);
    put(TWO, "a", "A");
    expect(final({ rows: {} })).not.toThrow();
    usersWrite(() => put(ONE, "a", "B"));
    expect(final({ rows: {} })).toThrow(/differs/);
    twin.troubled();
    expect(final({ rows: { ExportStatus: "ErrorState" } })).not.toThrow();
  });

  test("is in error by a misfortune, by much that was deleted, or because nobody let it work", () => {
    const error = { ExportStatus: "ErrorState", Reason: "store-unreachable" };
    expect(final({ rows: error })).toThrow(/nothing befell it/);
    expect(final({ rows: { ImportStatus: "ErrorState", LastError: { Side: "Import" } } })).toThrow(/nothing befell it/);
    expect(final({ rows: { ImportStatus: "ErrorState", LastError: null } })).not.toThrow();
    for (const Reason of ["stalled", "deletion-guard"]) {
      expect(final({ rows: { ...error, Reason } })).not.toThrow();
    }
    expect(final({ rows: { ...error, Reason: "restoring" } })).toThrow(/nothing befell it/);
    twin.asked(TWO);
    expect(final({ rows: { ...error, Reason: "restoring" } })).not.toThrow();
    expect(final({ rows: error })).toThrow(/nothing befell it/);
    twin.troubled();
    expect(final({ rows: error })).not.toThrow();
  });

  test("of before a change is no lie after it", () => {
    const AsOf = new Date(now).toISOString();
    usersWrite(() => put(ONE, "a", "A"));
    expect(final({ rows: { AsOf } })).not.toThrow();
  });

  test("that is not Final has to know of something to do while the copy differs", () => {
    usersWrite(() => put(ONE, "a", "A"));
    expect(final({ rows: { ExportStatus: "SteadyState" } })).toThrow(/nothing to do/);
    expect(final({ rows: { ExportStatus: "SteadyState", UnackedPackages: 1 } })).not.toThrow();
    expect(final({ rows: { ExportStatus: "NonSteadyState", PendingItems: 1 } })).not.toThrow();
  });

  test.each<[string, (path: string) => void]>([
    ["bytes", (path) => write(path, "B")],
    ["mode", (path) => chmodSync(path, 0o600)],
    ["time, by a microsecond", (path) => utimesSync(path, 1, 1.000001)],
    ["kind", (path) => [rmSync(path), mkdirSync(path)]],
    ["absence", (path) => rmSync(path)],
  ])("is a lie over a file that differs in %s", (_what, change) => {
    usersWrite(() => write(join(content(ONE), "a"), "A"));
    write(join(content(TWO), "a"), "A");
    expect(final({ files: {} })).not.toThrow();
    change(join(content(TWO), "a"));
    expect(final({ files: {} })).toThrow(/differs as of then: a/);
  });

  test("of files is as of the last scan", () => {
    const LastScanAt = new Date(now).toISOString();
    usersWrite(() => write(join(content(ONE), "a"), "A"));
    expect(final({ files: { LastScanAt } })).not.toThrow();
    expect(final({ files: {} })).toThrow(/differs/);
  });

  test("is not green while a store is lost, its partner's when it was told", () => {
    now += 1;
    twin.lost("user-database", ONE);
    expect(final({ rows: {} })).toThrow(/is lost/);
    expect(final({ rows: {}, pool: TWO })).not.toThrow();
    twin.said("rows", TWO);
    expect(final({ rows: { ExportStatus: "SteadyState" }, pool: TWO })).toThrow(/is lost/);
    twin.found("user-database", ONE);
    expect(final({ rows: {} })).not.toThrow();
  });

  test("is not green after a sync was asked for, until that has begun", () => {
    twin.asked(ONE);
    expect(final({ rows: {} })).toThrow(/has not begun/);
    twin.begins("rows", ONE);
    expect(final({ rows: {} })).not.toThrow();
  });

  test("without a moment or a count is none", () => {
    expect(final({ rows: { AsOf: null } })).toThrow(/as of when/);
    expect(final({ rows: { PendingItems: undefined } })).toThrow(/without PendingItems/);
  });
});

describe("a copy", () => {
  const serve = (change: () => void) => () => {
    change();
    twin.served();
  };

  test("shows nothing that never was, and skips what it likes", () => {
    usersWrite(() => put(ONE, "a", "A"));
    usersWrite(() => put(ONE, "a", "B"));
    expect(serve(() => put(TWO, "a", "B"))).not.toThrow();
    expect(serve(() => put(TWO, "a", "C"))).toThrow(/never so at its source/);
    put(TWO, "a", "B");
    expect(serve(() => put(TWO, "b", "A"))).toThrow(/never so at its source/);
  });

  test("never goes back, and what was deleted does not come again", () => {
    usersWrite(() => put(ONE, "a", "A"));
    usersWrite(() => put(ONE, "a", "B"));
    serve(() => put(TWO, "a", "B"))();
    expect(serve(() => put(TWO, "a", "A"))).toThrow(/went back/);
    put(TWO, "a", "B");
    usersWrite(() => sql(ONE, "DELETE FROM users"));
    sql(TWO, `INSERT INTO trash (tbl, key, home_pool) VALUES ('users', '["a"]', '${ONE}')`);
    serve(() => sql(TWO, "DELETE FROM users"))();
    expect(serve(() => put(TWO, "a", "B"))).toThrow(/went back/);
  });

  test("loses nothing that its source did not delete, and keeps what it deletes", () => {
    usersWrite(() => put(ONE, "a", "A"));
    serve(() => put(TWO, "a", "A"))();
    expect(serve(() => sql(TWO, "DELETE FROM users"))).toThrow(/never from its source/);
    put(TWO, "a", "A");
    usersWrite(() => sql(ONE, "DELETE FROM users"));
    expect(serve(() => sql(TWO, "DELETE FROM users"))).toThrow(/not in its trash/);
  });

  test("of a file that is deleted is in the trash with its bytes", () => {
    const trash = join(folder(), "pools", TWO, "files", "Trash", ONE);
    usersWrite(() => write(join(content(ONE), "a"), "A"));
    serve(() => write(join(content(TWO), "a"), "A"))();
    usersWrite(() => rmSync(join(content(ONE), "a")));
    mkdirSync(trash, { recursive: true });
    renameSync(join(content(TWO), "a"), join(trash, "1"));
    expect(() => twin.served()).not.toThrow();
    write(join(trash, "1"), "B");
    usersWrite(() => write(join(content(ONE), "b"), "C"));
    serve(() => write(join(content(TWO), "b"), "C"))();
    usersWrite(() => rmSync(join(content(ONE), "b")));
    expect(serve(() => rmSync(join(content(TWO), "b")))).toThrow(/not in its trash/);
  });
});

describe("what a pool owns", () => {
  test("is changed by nobody but its users", () => {
    usersWrite(() => put(ONE, "a", "A"));
    put(ONE, "a", "B");
    expect(() => twin.served()).toThrow(/changed by no user/);
  });

  test("is not its partner's users' to change", () => {
    usersWrite(() => put(ONE, "a", "A"));
    put(TWO, "a", "A");
    twin.served();
    expect(() => usersWrite(() => put(TWO, "a", "B"), TWO)).toThrow(/not refused/);
  });

  test("can be given away, and then comes to its new owner", () => {
    usersWrite(() => put(ONE, "a", "A"));
    put(TWO, "a", "A");
    twin.served();
    usersWrite(() => put(ONE, "a", "A", TWO));
    expect(final({ rows: {} })).toThrow(/differs/);
    expect(() => twin.judgeRest([])).toThrow(/differs at rest|never came/);
    put(TWO, "a", "A", TWO);
    twin.served();
    expect(final({ rows: {} })).not.toThrow();
    expect(() => twin.judgeRest([])).not.toThrow();
  });
});

describe("a row that was given away and has not come", () => {
  beforeEach(() => {
    usersWrite(() => [put(ONE, "a", "A"), put(ONE, "b", "B")]);
    for (const [key, name] of [
      ["a", "A"],
      ["b", "B"],
    ] as const)
      put(TWO, key, name);
    twin.served();
    usersWrite(() => put(ONE, "a", "A", TWO));
  });
  const spoil = (key: string, name: string, home: string, pool: string) => {
    now += 10;
    put(pool, key, name, home);
    twin.struck("standby-rows", pool);
  };

  test("comes as a misfortune made it where it alone was, or as it was, and as nothing else", () => {
    spoil("a", "rotten", TWO, ONE);
    twin.said("rows", TWO);
    twin.compared("rows", TWO, twin.drift("rows", TWO));
    now += 10;
    expect(final({ rows: {}, pool: TWO })).not.toThrow(); // its giver's export has it to tell
    put(TWO, "a", "C", TWO);
    expect(() => twin.served()).toThrow(/changed by no user/);
    put(TWO, "a", "rotten", TWO);
    expect(() => twin.served()).not.toThrow();
    put(TWO, "a", "A", TWO);
    expect(() => twin.served()).toThrow(/changed by no user/);
  });

  test("is on its way once more where an older copy of its giver's database comes back, and no other is", () => {
    twin.copied(ONE);
    put(TWO, "a", "A", TWO);
    twin.served();
    usersWrite(() => put(TWO, "a", "A", ONE), TWO);
    put(ONE, "a", "A");
    twin.served();
    put(ONE, "a", "A", TWO);
    twin.rewound(ONE);
    expect(final({ rows: {}, pool: TWO })).not.toThrow(); // its giver is in error, and has it to tell
    put(ONE, "b", "B", TWO);
    expect(final({ rows: {}, pool: TWO })).toThrow(/differs as of then: users \["b"\]/);
  });

  test.each([
    ["its giver had heard by then that it came", true, true],
    ["who took it has its memory", false, false],
    ["nobody knows that it came", false, true],
  ])("that came and was deleted is on its way once more only where nobody knows: %s", (_what, isHeard, isForgotten) => {
    put(TWO, "a", "A", TWO);
    twin.served();
    if (isHeard) twin.said("rows", ONE);
    usersWrite(() => sql(TWO, "DELETE FROM users WHERE sip_uri = 'a'"), TWO);
    twin.copied(ONE);
    sql(ONE, "INSERT INTO trash (tbl, key, home_pool) VALUES ('users', '[\"a\"]', 'two.test')");
    sql(ONE, "DELETE FROM users WHERE sip_uri = 'a'");
    twin.served();
    if (isForgotten) twin.struck("database-old", TWO);
    now += 10;
    put(ONE, "a", "A", TWO);
    twin.rewound(ONE);
    const judged = expect(final({ rows: {}, pool: TWO }));
    if (isForgotten && !isHeard)
      judged.not.toThrow(); // its giver is in error, and has it to tell
    else judged.toThrow(/differs as of then: users \["a"\]/);
  });

  test("is nobody's where its giver has lost the memory of it and who took it went back: that one's export tells", () => {
    put(TWO, "a", "A", TWO);
    twin.served();
    twin.said("rows", ONE);
    twin.struck("database-foreign", ONE);
    now += 10;
    expect(final({ rows: {} })).not.toThrow();
    put(TWO, "a", "A");
    twin.rewound(TWO);
    expect(final({ rows: {} })).not.toThrow();
    put(TWO, "c", "C");
    expect(final({ rows: {} })).toThrow(/differs as of then: users \["c"\]/);
  });

  test("comes as it was when the misfortune hit another", () => {
    spoil("b", "rotten", ONE, TWO);
    put(TWO, "a", "rotten", TWO);
    expect(() => twin.served()).toThrow(/changed by no user/);
  });
});

describe("what leaves a copy", () => {
  const files = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `f${from + i}`);
  const write40 = () => {
    usersWrite(() => files(40).map((name) => write(join(content(ONE), name), name)));
    files(40).map((name) => write(join(content(TWO), name), name));
    twin.served();
  };
  const serve = (names: readonly string[]) => {
    mkdirSync(join(folder(), "pools", TWO, "files", "Trash", ONE, "1"), { recursive: true });
    for (const name of names) {
      renameSync(join(content(TWO), name), join(folder(), "pools", TWO, "files", "Trash", ONE, "1", name));
    }
    twin.served();
  };
  const remove = (names: readonly string[]) => usersWrite(() => names.map((name) => rmSync(join(content(ONE), name))));

  test("is a loss when it is much within a day, bit by bit too", () => {
    write40();
    remove(files(21));
    expect(() => serve(files(20))).not.toThrow();
    expect(() => serve(files(1, 20))).toThrow(/21 items left two.test within a day, and nobody let them go/);
  });

  test("is none when it is spread over days, was let go, or lives on under another name", () => {
    write40();
    remove(files(15));
    serve(files(15));
    now += 25 * 60 * 60_000;
    remove(files(12, 15));
    twin.letGo("files", ONE);
    serve(files(12, 15));
    usersWrite(() =>
      files(13, 27).map((name) => renameSync(join(content(ONE), name), join(content(ONE), `${name} moved`))),
    );
    files(13, 27).map((name) => write(join(content(TWO), `${name} moved`), name));
    expect(() => serve(files(13, 27))).not.toThrow();
  });

  test("may not be green while it is held", () => {
    write40();
    expect(final({ files: { ExportStatus: "SteadyState", HeldItems: 30, PendingItems: 30 } })).toThrow(/are held/);
    expect(
      final({ files: { ExportStatus: "ErrorState", Reason: "deletion-guard", HeldItems: 30, PendingItems: 30 } }),
    ).not.toThrow();
  });
});

describe("of another pair", () => {
  test("nothing is here", () => {
    expect(final({})).not.toThrow();
    put(TWO, "a", "A", "three.test");
    expect(final({})).toThrow(/of another pair: rows of three.test/);
    sql(TWO, "DELETE FROM users");
    mkdirSync(content(ONE, "three.test"));
    expect(final({})).toThrow(/of another pair: DataConf\/three.test on one.test/);
  });

  test("nothing happens here while only it is served", () => {
    usersWrite(() => [put(ONE, "a", "A"), write(join(content(ONE), "a"), "A")]);
    twin.served();
    expect(() => twin.untouched()).not.toThrow();
    put(TWO, "a", "A");
    expect(() => twin.untouched()).toThrow(/users \["a"\] changed while only another pair was served/);
    twin.served();
    write(join(content(TWO), "a"), "A");
    expect(() => twin.untouched()).toThrow(/: a changed while only another pair was served/);
  });
});

describe("what a misfortune took", () => {
  const MARKER = ".pairkeeper-store";
  const back = (name: string, text = name) => write(join(content(ONE), name), text);
  beforeEach(() => {
    for (const pool of [ONE, TWO]) writeFileSync(join(content(pool), MARKER), "ours");
    usersWrite(() => ["a", "b"].map((name) => back(name)));
    for (const name of ["a", "b"]) write(join(content(TWO), name), name);
    twin.served();
    now += 10;
    for (const name of ["a", "b", MARKER]) rmSync(join(content(ONE), name));
    twin.struck("content-all", ONE);
  });

  test("stays on the copy", () => {
    expect(() => twin.served()).not.toThrow();
    rmSync(join(content(TWO), "a"));
    expect(() => twin.served()).toThrow(/never from its source/);
  });

  test("makes no badge green", () => {
    expect(final({ files: {} })).toThrow(/differs/);
    expect(final({ files: { ExportStatus: "SteadyState", PendingItems: 1 } })).toThrow(/it lost a, b/);
    expect(final({ files: { ExportStatus: "ErrorState" } })).not.toThrow();
  });

  test("comes back when somebody asked for it, as the copy has it, and not before", () => {
    back("a");
    expect(() => twin.served()).toThrow(/changed by no user/);
    twin.asked(TWO);
    expect(() => twin.served()).not.toThrow();
    back("b", "never so");
    expect(() => twin.served()).toThrow(/changed by no user/);
  });

  test("comes back as somebody spoilt the copy, who was seen by nobody", () => {
    write(join(content(TWO), "a"), "spoilt");
    twin.struck("standby-files", TWO);
    twin.asked(TWO);
    back("a", "spoilt");
    expect(() => twin.served()).not.toThrow();
    back("b", "spoilt");
    expect(() => twin.served()).toThrow(/b was changed by no user/);
  });

  test("does not come back over what a client wrote since", () => {
    twin.asked(TWO);
    usersWrite(() => back("a", "newer"));
    back("a");
    expect(() => twin.served()).toThrow(/a was changed by no user/);
  });

  test("is owed by the partner that was asked for it, until all of it is back", () => {
    twin.asked(TWO);
    twin.begins("files", TWO);
    back("a");
    twin.served();
    expect(final({ files: {}, pool: TWO })).toThrow(/did not get back b/);
    expect(() => twin.ended("files", TWO, true)).toThrow(/called done while one.test lacks b/);
    back("b");
    twin.served();
    expect(final({ files: {}, pool: TWO })).not.toThrow();
    expect(() => twin.ended("files", TWO, true)).not.toThrow();
  });

  test("is all back before the marker is", () => {
    twin.asked(TWO);
    back("a");
    writeFileSync(join(content(ONE), MARKER), "ours");
    expect(() => twin.served()).toThrow(/carries its marker while it lacks b/);
    back("b");
    expect(() => twin.served()).not.toThrow();
  });

  test("is told by no marker that somebody else put back, until that one is gone", () => {
    const marker = join(content(ONE), MARKER);
    twin.asked(TWO);
    writeFileSync(marker, "ours");
    twin.putBack("own-content", ONE);
    expect(() => twin.served()).not.toThrow();
    rmSync(marker);
    twin.served();
    writeFileSync(marker, "ours");
    expect(() => twin.served()).toThrow(/carries its marker while it lacks a, b/);
  });

  test("is given up only by who was asked: what stands in its place goes to the trash, and nowhere else", () => {
    usersWrite(() => back("c"));
    twin.givenUp(ONE);
    rmSync(join(content(ONE), "c"));
    expect(() => twin.served()).toThrow(/c was deleted on one.test and is not in its trash/);
  });

  test("may be kept as it stands: then it is copied", () => {
    write(join(content(TWO), "strange"), "strange");
    back("strange");
    twin.struck("foreign-content", ONE);
    expect(() => twin.served()).toThrow(/strange.*never so at its source/);
    twin.adopted(ONE);
    expect(() => twin.served()).not.toThrow();
  });
});

describe("a compare", () => {
  const verified = (VerifiedItems: number, VerifiedBy = "full") => {
    now += 10;
    return {
      rows: { ExportStatus: "ErrorState", VerifiedEqualAt: new Date(now).toISOString(), VerifiedItems, VerifiedBy },
    };
  };
  beforeEach(() => {
    usersWrite(() => {
      put(ONE, "a", "A");
      put(ONE, "b", "B");
    });
    put(TWO, "a", "A");
    put(TWO, "b", "B");
    twin.served();
    twin.troubled();
  });
  const spoil = () => {
    now += 10;
    put(TWO, "b", "rotten");
    twin.struck("standby-rows", TWO);
    twin.served();
  };

  test("verifies no more items than were equal at any time since its moment", () => {
    const before = verified(2);
    spoil();
    expect(final(before)).not.toThrow();
    expect(final(verified(1))).not.toThrow();
    expect(final(verified(2))).toThrow(
      /was verified equal.*2 were never equal as of then, but 1: users \["b"\] differs/,
    );
    expect(final(verified(2, "sample"))).not.toThrow(); // of what it did not read it says nothing
  });

  test("may count what was mended, or changed, since its moment", () => {
    spoil();
    const asked = verified(2);
    put(TWO, "b", "B");
    twin.served();
    expect(final(asked)).not.toThrow();
    spoil();
    const again = verified(2);
    usersWrite(() => put(ONE, "b", "C"));
    expect(final(again)).not.toThrow();
  });

  test("has found what befell the copy before it was asked for: no badge is Final over it any more", () => {
    const drift = twin.drift("rows", ONE);
    spoil();
    twin.compared("rows", ONE, drift);
    now += 10;
    expect(final({ rows: {} })).not.toThrow(); // nobody can know
    twin.compared("rows", ONE, twin.drift("rows", ONE));
    now += 10;
    expect(final({ rows: {} })).toThrow(/differs as of then: users \["b"\]/);
    expect(final({ rows: { ExportStatus: "ErrorState" } })).not.toThrow();
    put(TWO, "b", "B");
    twin.served();
    expect(final({ rows: {} })).not.toThrow();
  });
});

test("a canary has arrived when one stands there that was written no earlier than it left", () => {
  const told = { rows: { CanaryAsOf: new Date(now + 5_000).toISOString(), CanaryDelaySeconds: 2 } };
  const stand = (at: number) =>
    sql(TWO, `REPLACE INTO canary_presencefocus VALUES ('${ONE}', 1, '${new Date(at).toISOString()}', '${ONE}')`);
  expect(final(told)).toThrow(/that does not stand on two.test/);
  stand(now + 2_000);
  const again = { rows: { ...told.rows, CanaryAsOf: new Date(now + 5_001).toISOString() } };
  expect(final(again)).toThrow(/that does not stand on two.test/);
  stand(now + 3_000);
  const third = { rows: { ...told.rows, CanaryAsOf: new Date(now + 5_002).toISOString() } };
  expect(final(third)).not.toThrow();
});

describe("at the end", () => {
  test("all is Final and nothing is left", () => {
    expect(() => twin.judgeRest([answer({ rows: {}, files: {} })])).not.toThrow();
    expect(() => twin.judgeRest([answer({ rows: {}, files: { HeldItems: 1 } })])).toThrow(/deletions are held/);
    expect(() => twin.judgeRest([answer({ rows: {} })])).toThrow(/come to rest/);
  });

  test("a database that went back is an error, and its newer copy stays", () => {
    usersWrite(() => put(ONE, "a", "A"));
    put(TWO, "a", "A");
    twin.served();
    sql(ONE, "DELETE FROM users");
    twin.rewound(ONE);
    expect(() => twin.judgeRewound([answer({ rows: { ExportStatus: "ErrorState" } })])).not.toThrow();
    expect(final({ rows: { ExportStatus: "SteadyState", PendingItems: 1 } })).toThrow(/went back in time/);
    expect(() => twin.judgeRewound([answer({})])).toThrow(/no error after a rewind/);
    sql(TWO, "DELETE FROM users");
    expect(() => twin.served()).toThrow(/never from its source/);
  });

  test("a key that both own is told by both", () => {
    usersWrite(() => put(ONE, "a", "A"));
    usersWrite(() => put(TWO, "a", "B", TWO), TWO);
    const told = answer({ rows: { ExportStatus: "SteadyState", QuarantinedItems: 1 } });
    expect(() => twin.judgeContest([told])).not.toThrow();
    expect(() => twin.judgeContest([answer({ rows: { ExportStatus: "SteadyState", PendingItems: 1 } })])).toThrow(
      /both own/,
    );
  });
});
