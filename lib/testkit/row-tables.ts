import { presenceFocus } from "#lib/modules/presence-focus/module.ts";
import { canaryTable } from "#lib/modules/rows/canary.ts";

export { presenceFocusTables, USERS } from "#lib/modules/presence-focus/tables.ts";

/** The table of the canaries beside them. */
export const presenceCanary = canaryTable(presenceFocus);
