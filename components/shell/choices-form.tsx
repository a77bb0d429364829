"use client";

import { useState } from "react";
import { TIMES, type Times, timesChanged } from "#components/status/times.ts";
import { type Choices, choose, THEMES, type Theme } from "./choices.ts";

const THEME_WORDS: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };
const TIMES_WORDS: Record<Times, string> = { local: "Local", utc: "UTC" };

/** How this browser shows the console: its colours, and the clock of its moments. */
export function ChoicesForm({ chosen }: { readonly chosen: Choices }) {
  const [{ theme, times }, setChoices] = useState(chosen);
  const take = (choice: Partial<Choices>) => {
    choose(choice);
    setChoices((before) => ({ ...before, ...choice }));
    timesChanged();
  };
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
  return (
    <fieldset className="min-w-0">
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
              checked={value === chosen}
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
