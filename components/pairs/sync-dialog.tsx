import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { copiesName } from "#components/status/evidence.ts";
import { expectedModules } from "#components/status/expected.ts";
import { moduleWords } from "#components/status/module-words.ts";
import { Moment } from "#components/status/moment.tsx";
import type { Direction } from "#components/status/snapshot.ts";
import { PLAIN, PRIMARY } from "#components/ui/button-looks.ts";
import { CopyLine } from "#components/ui/copy-line.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { reasonLine } from "#components/ui/reason-line.ts";
import { WhyField } from "#components/ui/why-field.tsx";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { previewQuery, runningWords, syncLine, type ToldPreview, timeWords, waitingWords } from "./sync-preview.ts";

type Props = {
  readonly direction: Direction;
  readonly close: () => void;
  readonly press: (module: ModuleName | "All", why: string) => void;
};

/** A forced sync looked at first: from where to where, what is known to wait, how long, what runs, and the same as a line (B1). */
export function SyncDialog({ direction, close, press }: Props) {
  const [module, setModule] = useState<ModuleName | "All">("All");
  const [why, setWhy] = useState("");
  const { data, isError } = useQuery(previewQuery(direction.From, module));
  return (
    <Dialog isOpen close={close} title={`Sync ${copiesName(direction)}`}>
      <p className="text-sm [overflow-wrap:anywhere]">
        <span className="text-soft">From</span> <strong className="font-semibold">{direction.From}</strong>{" "}
        <span aria-hidden="true">→</span> <span className="text-soft">to</span>{" "}
        <strong className="font-semibold">{direction.To}</strong>
      </p>
      <ModuleField direction={direction} value={module} change={setModule} />
      {data === undefined ? (
        <p role="status" className="text-sm text-soft">
          {isError ? "The server was not reached: what waits is not known." : "Looking at what waits."}
        </p>
      ) : (
        <Facts all={factsOf(data, direction)} />
      )}
      <WhyField change={setWhy} />
      <CopyLine text={reasonLine(syncLine(direction.From, module), why)} label="Copy the command line" />
      <DialogButtons>
        <button type="button" onClick={close} className={PLAIN}>
          Cancel
        </button>
        <button
          type="button"
          onClick={() => {
            press(module, why);
            close();
          }}
          className={PRIMARY}
        >
          Sync {copiesName(direction)}
        </button>
      </DialogButtons>
    </Dialog>
  );
}

function factsOf(preview: ToldPreview, { Faces }: Direction) {
  const moments = preview.Modules.flatMap(({ AsOf }) => AsOf ?? []).sort();
  const running = runningWords(preview, Faces);
  return [
    {
      term: "Known to wait",
      says: (
        <>
          {waitingWords(preview, Faces).map((line) => (
            <span key={line} className="block">
              {line}
            </span>
          ))}
          {moments[0] !== undefined && (
            <span className="block text-2xs text-soft">
              as of <Moment at={moments[0]} />
            </span>
          )}
        </>
      ),
    },
    { term: "What else", says: "Everything is compared first: what the partner lacks or holds differently goes too." },
    { term: "How long", says: timeWords(preview) },
    {
      term: "Runs already",
      says: running.length === 0 ? "Nothing" : `${running.join("; ")}. Once more does no harm.`,
    },
  ];
}

type FieldProps = {
  readonly direction: Direction;
  readonly value: ModuleName | "All";
  readonly change: (module: ModuleName | "All") => void;
};

function ModuleField({ direction, value, change }: FieldProps) {
  const id = useId();
  const modules = expectedModules(direction).map(({ Identity }) => Identity);
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm text-soft">
        What
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => change(modules.find((name) => name === event.target.value) ?? "All")}
        className="min-h-12 w-full min-w-0 rounded-xl border border-edge bg-ground px-3 text-base text-ink"
      >
        <option value="All">All modules</option>
        {modules.map((name) => (
          <option key={name} value={name}>
            {name} · {moduleWords(name, direction.Faces).plain.toLowerCase()}
          </option>
        ))}
      </select>
    </div>
  );
}
