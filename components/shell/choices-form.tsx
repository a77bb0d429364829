"use client";

import { useEffect, useRef } from "react";
import { TIMES, type Times, timesChanged } from "#components/status/times.ts";
import { type Choices, choose, THEMES, type Theme } from "./choices.ts";

const THEME_WORDS: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };
const TIMES_WORDS: Record<Times, string> = { local: "Local", utc: "UTC" };

function take(choice: Partial<Choices>): void {
  choose(choice);
  timesChanged();
}

/** How this browser shows the console: its colours, and the clock of its moments. */
export function ChoicesForm({ chosen: { theme, times } }: { readonly chosen: Choices }) {
  return (
    <div className="grid gap-2.5">
      <Choice name="Colours" words={THEME_WORDS} all={THEMES} chosen={theme} take={(each) => take({ theme: each })} />
      <Choice name="Times" words={TIMES_WORDS} all={TIMES} chosen={times} take={(each) => take({ times: each })} />
    </div>
  );
}

type ChoiceProps<Value extends string> = {
  readonly name: string;
  readonly all: readonly Value[];
  readonly words: Record<Value, string>;
  readonly chosen: Value;
  readonly take: (value: Value) => void;
};

function Choice<Value extends string>({ name, all, words, chosen, take }: ChoiceProps<Value>) {
  const field = useRef<HTMLFieldSetElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was picked before this script ran is taken once
  useEffect(() => {
    const picked = field.current?.querySelector<HTMLInputElement>("input:checked")?.value;
    const early = all.find((value) => value === picked);
    if (early !== undefined && early !== chosen) take(early);
  }, []);
  return (
    <fieldset ref={field} className="min-w-0">
      <legend className="mb-1 text-2xs text-soft">{name}</legend>
      <div className="flex rounded-lg border border-line bg-ground p-0.5">
        {all.map((value) => (
          <label
            key={value}
            className="moves grid min-h-9 flex-1 cursor-pointer place-items-center rounded-md px-1 text-2xs text-soft has-checked:bg-panel has-checked:font-medium has-checked:text-ink has-checked:outline has-checked:outline-edge has-focus-visible:outline-2 has-focus-visible:outline-accent lg:min-h-8"
          >
            <input
              type="radio"
              name={name}
              value={value}
              defaultChecked={value === chosen}
              onChange={() => take(value)}
              className="sr-only"
            />
            {words[value]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
