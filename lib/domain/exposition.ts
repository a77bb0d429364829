/*
 * The text format in which Prometheus reads metrics (version 0.0.4). Names and units by its rules: base units, what only grows
 * ends in _total, and a histogram tells how many took at most each bound.
 */

export type Labels = Readonly<Record<string, string>>;

/** One value; the name's ending is of a histogram's parts. */
export type Sample = {
  readonly labels: Labels;
  readonly value: number;
  readonly ending?: "_bucket" | "_sum" | "_count";
};

/** A metric by its name, with all that is known of it now. */
export type Family = {
  readonly name: string;
  readonly type: "gauge" | "counter" | "histogram";
  readonly help: string;
  readonly samples: readonly Sample[];
};

export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Families as text; one of which nothing is known is left out. */
export function exposition(families: readonly Family[]): string {
  return families
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, type, help, samples }) =>
      [`# HELP ${name} ${escaped(help, /[\\\n]/g)}`, `# TYPE ${name} ${type}`, ...samples.map((one) => line(name, one))]
        .map((text) => `${text}\n`)
        .join(""),
    )
    .join("");
}

/** 1 for the state that holds, 0 for every other: so each is found by its name. */
export function oneHot<State extends string>(states: readonly State[], state: State, labels: Labels): Sample[] {
  return states.map((one) => ({ labels: { ...labels, state: one }, value: one === state ? 1 : 0 }));
}

/** How many took at most each bound, in the order of the bounds and one more past the last, and how long all took. */
export type Durations = { readonly counts: readonly number[]; readonly sumSeconds: number };

/** A histogram's samples. */
export function histogram(bounds: readonly number[], { counts, sumSeconds }: Durations, labels: Labels): Sample[] {
  let sum = 0;
  const buckets = [...bounds.map(String), "+Inf"].map((le, i) => {
    sum += counts[i] ?? 0;
    return { ending: "_bucket" as const, labels: { ...labels, le }, value: sum };
  });
  return [...buckets, { ending: "_sum", labels, value: sumSeconds }, { ending: "_count", labels, value: sum }];
}

function line(name: string, { labels, value, ending }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text, /[\\\n"]/g)}"`);
  return `${name}${ending ?? ""}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}`;
}

function escaped(text: string, which: RegExp): string {
  return text.replace(which, (one) => (one === "\n" ? "\\n" : `\\${one}`));
}
