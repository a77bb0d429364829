import { AUDIT } from "./audit.ts";
import { DOCUMENT } from "./document-chapter.ts";
import { ITEMS } from "./items.ts";
import type { Chapter, Operation } from "./operation.ts";
import { PEOPLE } from "./people.ts";
import { REQUESTS } from "./requests.ts";
import { STATUS } from "./status.ts";
import { TOKENS } from "./tokens.ts";
import { TOPOLOGY } from "./topology.ts";

/** All that the API can do, in the order in which its document tells it. A new route needs its line in one of the chapters. */
export const CHAPTERS: readonly Chapter[] = [STATUS, REQUESTS, ITEMS, TOPOLOGY, PEOPLE, TOKENS, AUDIT, DOCUMENT];

export const OPERATIONS: readonly Operation[] = CHAPTERS.flatMap(({ operations }) => operations);
