/** One setting as its page shows it. Values are text, as people type them. */
export type SettingFace = {
  readonly key: string;
  /** The vendor's name. */
  readonly name: string;
  readonly says: string;
  readonly is: "time" | "number" | "truth" | "names";
  /** What may be typed; null where anything may. */
  readonly bounds: string | null;
  readonly byDefault: string;
};

/** The settings that hold, by their vendor's names. */
export type Configured = Readonly<Record<string, string | number | boolean>>;

/** One that a change would touch. */
export type ToldChange = { readonly Setting: string; readonly From: string; readonly To: string };

/** What a change would do. */
export type ToldReview = { readonly Changes: readonly ToldChange[]; readonly Warnings: readonly string[] };

/** What was typed that differs from what holds, by key. */
export type Edits = Readonly<Record<string, string>>;

/** The same change as a command line. */
export function setLine(faces: readonly SettingFace[], edits: Edits): string {
  const parameters = faces
    .filter(({ key }) => edits[key] !== undefined)
    .map(({ key, name }) => `-${name} ${quoted(edits[key] ?? "")}`);
  return `Set-CsBackupServiceConfiguration ${parameters.join(" ")}`;
}

function quoted(value: string): string {
  return /^[\w.:-]+$/.test(value) ? value : `"${value}"`;
}
