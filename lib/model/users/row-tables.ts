/** A public table, with rows made of small numbers. */
export type Table = {
  readonly name: string;
  readonly keys: (owner: string, key: number) => Readonly<Record<string, string>>;
  readonly rest: (value: number) => Readonly<Record<string, string | number | null>>;
};

const address = (owner: string, key: number) =>
  key === 3 ? `sip:${owner} O'Hara "3"\n\u00e9@x` : `sip:${owner}-${key}@x`;
const json = (value: number) => JSON.stringify({ n: value });
const text = (value: number) => [null, "", "A", "b\u0301", "two\nlines", "'quoted'"][value % 6] ?? null;

/** The tables that are copied. */
export const TABLES: readonly Table[] = [
  {
    name: "users",
    keys: (owner, key) => ({ sip_uri: address(owner, key) }),
    rest: (v) => ({ display_name: text(v), enabled: v % 2, settings: json(v), updated_at: null }),
  },
  {
    name: "contacts",
    keys: (owner, key) => ({ sip_uri: address(owner, key % 2), contact_uri: `sip:contact-${key}@y` }),
    rest: (v) => ({ display_name: text(v), group_ids: JSON.stringify([v]) }),
  },
  {
    name: "contact_groups",
    keys: (owner, key) => ({ sip_uri: address(owner, key % 2), group_id: `${key}` }),
    rest: (v) => ({ name: text(v) }),
  },
  {
    name: "presence",
    keys: (owner, key) => ({ sip_uri: address(owner, key), category: "state", instance: key % 2 === 0 ? "" : "1" }),
    rest: (v) => ({ value: json(v), published_at: `2026-11-22T00:00:0${v % 10}Z` }),
  },
  {
    name: "conferences",
    keys: (owner, key) => ({ conference_id: `${owner}/conf ${key}` }),
    rest: (v) => ({
      organizer: text(v),
      subject: text(v + 1),
      starts_at: null,
      access_level: "all",
      settings: json(v),
    }),
  },
  {
    name: "conference_directories",
    keys: (owner, key) => ({ directory_id: `${owner}${key}` }),
    rest: () => ({}),
  },
];
