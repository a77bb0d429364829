import type { DatabaseSync } from "node:sqlite";
import { type CmsDocument, compareIssues, holdAgainst, isSameIssue } from "#lib/domain/cms-document.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { CmsDocuments } from "#lib/ports/cms-documents.ts";
import { SET_POSITION } from "./lane-memory.ts";
import type { Write } from "./write-lock.ts";

/** Other programs may write any integer; beyond this a number is no number of JavaScript. */
const MOST = Number.MAX_SAFE_INTEGER;
const number = (column: string) => `max(-${MOST}, min(${MOST}, ${column})) AS ${column}`;
const COLUMNS = `name, ${number("master_epoch")}, ${number("version")}, content`;

/** The CMS documents of one user database. */
export function cmsDocuments(db: DatabaseSync, write: Write): CmsDocuments {
  const desk = new Desk(db);
  const setPosition = db.prepare(SET_POSITION);
  return {
    standing: async () => desk.standing(),
    known: async () => desk.known(),
    put: (issues) => {
      const isDone = desk.hasAll(issues); // asked often and true nearly always: no write lock for that
      return isDone ? Promise.resolve(false) : write(() => desk.put(issues));
    },
    receive: (issues, { module, from, position }) =>
      write(() => {
        for (const issue of issues) desk.judge(issue);
        desk.put(issues);
        setPosition.run(module, from, JSON.stringify(position));
      }),
    fresh: async () => desk.fresh(),
    taken: (issues) => (issues.length === 0 ? Promise.resolve() : write(() => desk.take(issues))),
  };
}

/** The statements; what writes runs in somebody's transaction. */
class Desk {
  readonly #standing;
  readonly #known;
  readonly #fresh;
  readonly #place;
  readonly #remember;
  readonly #take;

  constructor(db: DatabaseSync) {
    this.#standing = db.prepare(`SELECT ${COLUMNS} FROM cms_documents ORDER BY name`);
    this.#known = db.prepare(`SELECT ${COLUMNS} FROM cms_known ORDER BY name`);
    this.#fresh = db.prepare("SELECT name FROM cms_known WHERE fresh = 1 ORDER BY name");
    const put = (table: string, more: string, values: string) => `
      INSERT INTO ${table} (name, master_epoch, version, content${more}) VALUES (?, ?, ?, ?${values})
      ON CONFLICT (name) DO UPDATE SET master_epoch = excluded.master_epoch, version = excluded.version,
        content = excluded.content`;
    this.#place = db.prepare(put("cms_documents", "", ""));
    this.#remember = db.prepare(`${put("cms_known", ", fresh", ", 1")}, fresh = 1`);
    this.#take = db.prepare("UPDATE cms_known SET fresh = 0 WHERE name = ? AND master_epoch = ? AND version = ?");
  }

  standing(): CmsDocument[] {
    return this.#standing.all().map(documentOf);
  }

  known(): CmsDocument[] {
    return this.#known.all().map(documentOf);
  }

  fresh(): string[] {
    return this.#fresh.all().map(({ name }) => String(name));
  }

  hasAll(issues: readonly CmsDocument[]): boolean {
    const known = this.known();
    const isKnown = issues.every((issue) => known.some((one) => isSameIssue(one, issue)));
    return isKnown && holdAgainst(issues, this.standing()).missing.length === 0;
  }

  put(issues: readonly CmsDocument[]): boolean {
    const known = this.known();
    for (const issue of issues) {
      if (known.some((one) => isSameIssue(one, issue))) continue;
      this.#remember.run(issue.name, issue.masterEpoch, issue.version, issue.content);
    }
    const { missing } = holdAgainst(issues, this.standing());
    for (const { name, masterEpoch, version, content } of missing) this.#place.run(name, masterEpoch, version, content);
    return missing.length > 0;
  }

  /** Faults for an issue that cannot follow what this pool had from a master before. */
  judge(issue: CmsDocument): void {
    const last = this.known().find(({ name }) => name === issue.name);
    if (last === undefined || compareIssues(issue, last) > 0 || isSameIssue(issue, last)) return;
    if (!this.standing().some(({ name }) => name === issue.name)) return;
    const sentence = `The master sent issue ${numberOf(issue)} of ${issue.name}, which does not follow issue ${numberOf(last)} of it here.`;
    throw new Fault("document-not-published", sentence, issue.name);
  }

  take(issues: readonly CmsDocument[]): void {
    for (const { name, masterEpoch, version } of issues) this.#take.run(name, masterEpoch, version);
  }
}

function numberOf({ masterEpoch, version }: CmsDocument): string {
  return `${masterEpoch}.${version}`;
}

function documentOf(row: Record<string, unknown>): CmsDocument {
  const { name, master_epoch, version, content } = row;
  return { name: String(name), masterEpoch: Number(master_epoch), version: Number(version), content: String(content) };
}
