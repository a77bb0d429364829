import type { Column, RowTable } from "#lib/domain/row-table.ts";

const key = (name: string, rule?: "not empty"): Column => ({ name, type: "TEXT", isKey: true, ...(rule && { rule }) });
const text = (name: string): Column => ({ name, type: "TEXT" });
const json = (name: string, empty: "{}" | "[]"): Column => ({
  name,
  type: "TEXT",
  default: `'${empty}'`,
  rule: "JSON",
});

/** Users and their settings. */
export const USERS: RowTable = {
  name: "users",
  queue: "high",
  of: "user",
  columns: [
    key("sip_uri", "not empty"),
    text("display_name"),
    { name: "enabled", type: "INTEGER", default: "1", rule: "0 or 1" },
    json("settings", "{}"),
    text("updated_at"),
  ],
};

const CONTACT_GROUPS: RowTable = {
  name: "contact_groups",
  queue: "high",
  of: "user",
  columns: [key("sip_uri", "not empty"), key("group_id", "not empty"), text("name")],
};

const CONTACTS: RowTable = {
  name: "contacts",
  queue: "high",
  of: "user",
  columns: [
    key("sip_uri", "not empty"),
    key("contact_uri", "not empty"),
    text("display_name"),
    json("group_ids", "[]"),
  ],
};

const PRESENCE: RowTable = {
  name: "presence",
  queue: "normal",
  of: "user",
  columns: [
    key("sip_uri", "not empty"),
    key("category", "not empty"),
    key("instance"), // a category with one instance alone may leave it empty
    json("value", "{}"),
    text("published_at"),
  ],
};

const CONFERENCES: RowTable = {
  name: "conferences",
  queue: "normal",
  of: "conference",
  columns: [
    key("conference_id", "not empty"),
    text("organizer"),
    text("subject"),
    text("starts_at"),
    text("ends_at"),
    text("access_level"),
    json("settings", "{}"),
  ],
};

/** Numbers as a rule; words fit too. */
const CONFERENCE_DIRECTORIES: RowTable = {
  name: "conference_directories",
  queue: "high",
  columns: [key("directory_id", "not empty")],
};

/** The tables that UserServices.PresenceFocus carries; the queues are those of D8. */
export const presenceFocusTables: readonly RowTable[] = [
  USERS,
  CONTACT_GROUPS,
  CONTACTS,
  PRESENCE,
  CONFERENCES,
  CONFERENCE_DIRECTORIES,
];
