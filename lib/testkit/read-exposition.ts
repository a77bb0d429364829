/** A sample as it was read: its whole name, its labels, its value. */
export type ReadSample = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};
export type ReadFamily = { readonly name: string; readonly type: string; readonly samples: readonly ReadSample[] };

const NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const SAMPLE = /^([a-zA-Z_][a-zA-Z0-9_]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/y;
const VALUE = /^[+-]?(\d+(\.\d+)?(e[+-]?\d+)?|Inf)$|^NaN$/i;

/** What promtool would grumble at besides what no reader understands. */
const UNITS = /_(milliseconds|minutes|hours|days|kilobytes|megabytes|percent)(_|$)/;

/**
 * Reads the text format as strictly as its description (Prometheus, "Exposition formats", version 0.0.4) and promtool do: every
 * metric has its HELP and TYPE before it and stands in one piece, no series is there twice, counters end in _total, and
 * histograms add up. Throws an error that names the line.
 */
export function readExposition(text: string): ReadonlyMap<string, ReadFamily> {
  const families = new Map<string, { name: string; type: string; samples: ReadSample[] }>();
  const series = new Set<string>();
  let helped: string | null = null;
  let open: { name: string; type: string; samples: ReadSample[] } | null = null;
  const refuse = (line: string, why: string): never => {
    throw new Error(`${why}: ${line}`);
  };
  if (text !== "" && !text.endsWith("\n")) refuse(text.slice(-40), "The last line has no end");
  for (const line of text.split("\n").slice(0, -1)) {
    const [, word, name = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (word === "HELP") {
      if (!NAME.test(name) || families.has(name)) refuse(line, "No name, or one that was there");
      helped = name;
    } else if (word === "TYPE") {
      if (helped !== name) refuse(line, "A type without a help before it");
      if (!["gauge", "counter", "histogram"].includes(rest)) refuse(line, "No type");
      if ((rest === "counter") !== name.endsWith("_total"))
        refuse(line, "A counter ends in _total, and nothing else does");
      if (UNITS.test(name)) refuse(line, "No base unit");
      open = { name, type: rest, samples: [] };
      families.set(name, open);
    } else {
      const sample = readSample(line) ?? refuse(line, "Not understood");
      const key = `${sample.name} ${JSON.stringify(Object.entries(sample.labels).sort())}`;
      if (series.has(key)) refuse(line, "Twice");
      series.add(key);
      const base = open?.type === "histogram" ? sample.name.replace(/_(bucket|sum|count)$/, "") : sample.name;
      if (open === null || base !== open.name) return refuse(line, "Outside of its metric");
      open.samples.push(sample);
    }
  }
  for (const family of families.values()) {
    if (family.samples.length === 0) refuse(family.name, "A metric without a sample");
    if (family.type !== "gauge" && family.samples.some(({ value }) => !(value >= 0))) refuse(family.name, "Below 0");
    if (family.type === "histogram") addUp(family, refuse);
  }
  return families;
}

function readSample(line: string): ReadSample | null {
  const [, name, inner = "", value = ""] = SAMPLE.exec(line) ?? [];
  if (name === undefined || !VALUE.test(value)) return null;
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < inner.length) {
    const [, label = "", raw = ""] = LABEL.exec(inner) ?? [];
    if (label === "" || label in labels) return null;
    labels[label] = raw.replace(/\\(.)/g, (_, one: string) => (one === "n" ? "\n" : one));
  }
  return { name, labels, value: value === "+Inf" ? Number.POSITIVE_INFINITY : Number(value) };
}

function addUp({ name, samples }: ReadFamily, refuse: (line: string, why: string) => never): void {
  const groups = new Map<string, ReadSample[]>();
  for (const sample of samples) {
    const { le: _, ...labels } = sample.labels;
    const key = JSON.stringify(labels);
    groups.set(key, [...(groups.get(key) ?? []), sample]);
  }
  for (const group of groups.values()) {
    const of = (ending: string) => group.filter((sample) => sample.name === name + ending);
    const buckets = of("_bucket").map(
      ({ labels, value }) => [labels.le === "+Inf" ? Infinity : Number(labels.le), value] as const,
    );
    const rises = buckets.every(
      ([le, value], i) => i === 0 || (le > (buckets[i - 1]?.[0] ?? 0) && value >= (buckets[i - 1]?.[1] ?? 0)),
    );
    const last = buckets.at(-1);
    if (!rises || last?.[0] !== Infinity) refuse(name, "Buckets do not rise to +Inf");
    if (of("_count").length !== 1 || of("_count")[0]?.value !== last?.[1] || of("_sum").length !== 1)
      refuse(name, "A histogram that does not add up");
  }
}
