import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { disarmPeople, readPeople } from "./restore-people.ts";

const TABLES = `
  create table user (id text primary key, username text unique, role text, pools text, disabled integer, twoFactorEnabled integer);
  create table account (id text primary key, userId text references user (id), providerId text, password text);
  create table twoFactor (id text primary key, userId text references user (id), backupCodes text);`;
const PEOPLE = `${TABLES}
  insert into user values ('1', 'admin', 'administrator', 'all', 0, 0), ('2', 'ada', 'administrator', 'all', 0, 1),
    ('3', 'grace', 'operator', 'all', 0, 0);
  insert into account values ('p1', '1', 'credential', 'one'), ('p2', '2', 'credential', 'two'),
    ('p3', '3', 'credential', 'three'), ('o3', '3', 'oidc', null);
  insert into twoFactor values ('c2', '2', 'a,b');`;

let older: DatabaseSync;
let newer: DatabaseSync;
beforeEach(() => {
  older = open(PEOPLE);
  newer = open(PEOPLE);
});
afterEach(() => {
  older.close();
  newer.close();
});

function open(sql: string): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  database.exec(sql);
  return database;
}

const rows = (sql: string) =>
  older
    .prepare(sql)
    .all()
    .map((row) => Object.values(row));
const disabled = () => rows("select username from user where disabled = 1 order by id").flat();
const passwords = () => rows("select password from account where providerId = 'credential' order by id").flat();
const disarm = () => disarmPeople(older, readPeople(newer));

test("what is as it was stays as it was", () => {
  disarm();
  expect(readPeople(older)).toEqual(readPeople(newer));
});

test.each([
  ["disabled", "update user set disabled = 1 where id = '2'"],
  ["removed", "delete from twoFactor; delete from account where userId = '2'; delete from user where id = '2'"],
])("who was %s since is disabled, and codes stay on", (_, sql) => {
  newer.exec(sql);
  disarm();
  expect(disabled()).toEqual(["ada"]);
  expect(rows("select twoFactorEnabled from user where id = '2'")).toEqual([[1]]);
});

test("who is disabled in the copy is not enabled by it", () => {
  older.exec("update user set disabled = 1 where id = '3'");
  disarm();
  expect(disabled()).toEqual(["grace"]);
});

test("role, reach, codes and which of them are left are those of now; a password that is another one is forgotten", () => {
  newer.exec(`update user set role = 'viewer', pools = 'pool1.pairkeeper.test', twoFactorEnabled = 1 where id = '3';
    insert into twoFactor values ('c3', '3', 'x');
    update twoFactor set backupCodes = 'b' where id = 'c2';
    update account set password = 'another' where id = 'p2'`);
  disarm();
  expect(rows("select role, pools, disabled, twoFactorEnabled from user where id = '3'")).toEqual([
    ["viewer", "pool1.pairkeeper.test", 0, 1],
  ]);
  expect(rows("select id, backupCodes from twoFactor order by id")).toEqual([
    ["c2", "b"],
    ["c3", "x"],
  ]);
  expect(passwords()).toEqual(["one", "three"]);
});

test("who came with the provider since and was disabled stays out at the next sign-in there", () => {
  newer.exec(`insert into user values ('4', null, 'viewer', 'all', 1, 0), ('5', null, 'viewer', 'all', 0, 0);
    insert into account values ('o4', '4', 'oidc', null), ('p4', '4', 'credential', 'four'), ('o5', '5', 'oidc', null)`);
  disarm();
  expect(rows("select id, disabled from user where id > '3'")).toEqual([["4", 1]]);
  expect(rows("select id from account where userId = '4'")).toEqual([["o4"]]);
});

test("where it cannot be known only admin is not disabled, and no password is good", () => {
  disarmPeople(older, null);
  expect(disabled()).toEqual(["ada", "grace"]);
  expect(passwords()).toEqual([]);
});

test("a copy of before accounts could be disabled learns to", () => {
  older.close();
  older = open(`create table user (id text primary key, username text, role text);
    create table account (id text primary key, userId text, providerId text, password text);
    insert into user values ('1', 'admin', 'administrator'), ('2', 'ada', 'administrator')`);
  newer.exec("update user set disabled = 1, pools = 'pool1.pairkeeper.test' where id = '2'");
  disarm();
  expect(rows("select pools, disabled, twoFactorEnabled from user where id = '2'")).toEqual([
    ["pool1.pairkeeper.test", 1, 1],
  ]);
});

test("a ledger without accounts has none to disarm", () => {
  older.close();
  older = open("create table pools (fqdn text)");
  disarm();
  expect(readPeople(older)).toEqual({ users: [], ways: [], codes: [] });
});
