import type { CmsDocument } from "#lib/domain/cms-document.ts";
import type { BatchPlace } from "./user-store.ts";

/**
 * The documents of the Central Management store in a pool's user database: what stands there, which any program may have
 * written, and what the service itself put there or received. Every promise has a line in cms-documents.contract.ts.
 */
export interface CmsDocuments {
  /** What stands, by name, whoever wrote it. */
  standing(): Promise<readonly CmsDocument[]>;
  /** What the service put there or received last, by name. */
  known(): Promise<readonly CmsDocument[]>;
  /**
   * Puts issues where nothing or an older issue stands, and remembers them as known; all or none. What is altered or later
   * is left as it is: it is for a person to judge. True when something was written.
   */
  put(issues: readonly CmsDocument[]): Promise<boolean>;
  /**
   * The same for issues that came from the master, with the position of their package in the same transaction. An issue that
   * is older than what is known, or says something else under its number, is a fault "document-not-published" and nothing is
   * written, unless a person deleted what stood.
   */
  receive(issues: readonly CmsDocument[], place: BatchPlace): Promise<void>;
  /** Names of known issues that no export took up yet. */
  fresh(): Promise<readonly string[]>;
  /** An export took these up. An issue that came since is fresh all the same. */
  taken(issues: readonly CmsDocument[]): Promise<void>;
}
