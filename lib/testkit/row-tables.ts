export { presenceFocusTables, USERS } from "#lib/modules/presence-focus/tables.ts";
