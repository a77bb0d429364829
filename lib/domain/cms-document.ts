import { canonicalJson } from "./canonical-json.ts";
import type { Configuration } from "./configuration.ts";
import type { PoolFqdn } from "./pool.ts";
import type { Topology } from "./topology.ts";

/** The table of every user database that holds them. */
export const CMS_DOCUMENTS = "cms_documents";

/** One issue of a document of the Central Management store: what a failover or a join reads (DESIGN 5). */
export type CmsDocument = {
  readonly name: string;
  /** Grows when another pool becomes master: of two masters the older one's word does not count (DOMAIN 10 no. 19). */
  readonly masterEpoch: number;
  readonly version: number;
  /** JSON. */
  readonly content: string;
};

/** An issue as the ledger remembers it: it was published there, or shall be. */
export type Published = CmsDocument & { readonly publisher: PoolFqdn };

/** What a document shall say. */
export type Wanted = Pick<CmsDocument, "name" | "content">;

/** What the service publishes: pools and pairs, and the settings. */
export function wantedDocuments(topology: Topology, configuration: Configuration): readonly Wanted[] {
  return [
    { name: "configuration", content: canonicalJson(configuration) },
    { name: "topology", content: canonicalJson(topology) },
  ];
}

/** Negative when `a` was issued before `b`. */
export function compareIssues(a: CmsDocument, b: CmsDocument): number {
  return a.masterEpoch - b.masterEpoch || a.version - b.version;
}

export function isSameIssue(a: CmsDocument, b: CmsDocument): boolean {
  return a.name === b.name && compareIssues(a, b) === 0 && a.content === b.content;
}

/**
 * The issues that stand after `publisher` wants these: a new one only where content or master is another than before. A
 * version is never given twice, and another master begins a higher epoch.
 */
export function nextIssues(
  before: readonly Published[],
  publisher: PoolFqdn,
  wanted: readonly Wanted[],
): readonly Published[] {
  const latest = [...before].sort(compareIssues).at(-1);
  const isSameMaster = latest === undefined || latest.publisher === publisher;
  const masterEpoch = (latest?.masterEpoch ?? 1) + (isSameMaster ? 0 : 1);
  return wanted.map(({ name, content }) => {
    const last = before.find((one) => one.name === name);
    if (last?.masterEpoch === masterEpoch && last.content === content) return last;
    return { name, masterEpoch, version: (last?.version ?? 0) + 1, content, publisher };
  });
}

/** A document that stands where the service did not put it, and how it differs. */
export type Strange = { readonly name: string; readonly how: "foreign" | "altered" | "later" };

/** What stands, held against what the service issued for that pool. */
export type Standing = {
  /** As issued: these may be carried on. */
  readonly sound: readonly CmsDocument[];
  /** Issues of which nothing or an older issue stands: they have to be put there. */
  readonly missing: readonly CmsDocument[];
  readonly strange: readonly Strange[];
};

export function holdAgainst(issued: readonly CmsDocument[], standing: readonly CmsDocument[]): Standing {
  const strange = standing.flatMap((document): Strange[] => {
    const issue = issued.find((one) => one.name === document.name);
    if (issue === undefined) return [{ name: document.name, how: "foreign" }];
    const order = compareIssues(document, issue);
    if (order > 0) return [{ name: document.name, how: "later" }];
    return order === 0 && document.content !== issue.content ? [{ name: document.name, how: "altered" }] : [];
  });
  const stands = (issue: CmsDocument) => standing.find((document) => document.name === issue.name);
  return {
    sound: standing.filter((document) => issued.some((issue) => isSameIssue(issue, document))),
    missing: issued.filter((issue) => {
      const document = stands(issue);
      return document === undefined || compareIssues(document, issue) < 0;
    }),
    strange,
  };
}
