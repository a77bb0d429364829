import { Fragment, useId } from "react";
import type { SettingFace } from "./setting-row.ts";

type Props = {
  readonly face: SettingFace;
  /** What holds now. */
  readonly holds: string;
  readonly value: string;
  /** What is wrong with what was typed. */
  readonly problem: string | null;
  /** Null for who may only look. */
  readonly edit: ((value: string) => void) | null;
};

const BOX =
  "min-h-12 w-full min-w-0 rounded-xl border border-edge bg-ground px-3 text-base text-ink aria-invalid:border-bad lg:min-h-10 lg:text-sm";

/** A name as long as MaxHighPriQueuePercentagePerUserStoreSync may go on in the next line, with a word of it. */
function breakable(name: string) {
  return name.split(/(?=[A-Z][a-z])/).map((word, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the words of a name never move
    <Fragment key={place}>
      <wbr />
      {word}
    </Fragment>
  ));
}

/** One setting: its name and meaning, what may be typed, and whether it differs from the default. */
export function SettingField({ face, holds, value, problem, edit }: Props) {
  const id = useId();
  const isChanged = value !== holds;
  const isDefault = holds === face.byDefault;
  return (
    <div
      data-setting={face.name}
      data-changed={isChanged || undefined}
      className="grid gap-x-6 gap-y-1.5 border-line border-t py-3.5 sm:grid-cols-[minmax(0,1fr)_15rem]"
    >
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-2.5">
          {edit === null ? (
            <span className="font-semibold text-sm">{breakable(face.name)}</span>
          ) : (
            <label htmlFor={id} className="font-semibold text-sm">
              {breakable(face.name)}
            </label>
          )}
          {!isDefault && (
            <span data-differs={face.name} className="rounded-md border border-edge px-1.5 text-2xs">
              not the default
            </span>
          )}
        </p>
        <p id={`${id}-says`} className="text-2xs text-soft">
          {face.says} {face.bounds !== null && face.is !== "truth" && `From ${face.bounds}. `}Default: {face.byDefault}.
        </p>
      </div>
      <div className="grid min-w-0 content-start gap-1.5">
        {edit === null ? (
          <p className="text-sm tabular-nums [overflow-wrap:anywhere] sm:text-right">{holds}</p>
        ) : (
          <Box id={id} face={face} value={value} problem={problem} edit={edit} />
        )}
        {problem !== null && (
          <p id={`${id}-problem`} role="alert" className="text-bad text-sm">
            {problem}
          </p>
        )}
        {isChanged && problem === null && <p className="text-2xs text-soft">Holds now: {holds}</p>}
      </div>
    </div>
  );
}

type BoxProps = Pick<Props, "face" | "value" | "problem"> & {
  readonly id: string;
  readonly edit: (value: string) => void;
};

function Box({ id, face, value, problem, edit }: BoxProps) {
  const told = {
    id,
    name: face.key,
    value,
    "aria-describedby": problem === null ? `${id}-says` : `${id}-problem ${id}-says`,
    "aria-invalid": problem === null ? undefined : true,
    className: BOX,
  };
  if (face.is === "truth")
    return (
      <select {...told} onChange={(event) => edit(event.target.value)}>
        <option value="true">true</option>
        <option value="false">false</option>
      </select>
    );
  return (
    <input
      {...told}
      onChange={(event) => edit(event.target.value)}
      inputMode={face.is === "number" ? "numeric" : undefined}
      autoComplete="off"
      spellCheck={false}
    />
  );
}
