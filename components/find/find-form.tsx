import { FIND_PATH } from "#components/status/paths.ts";
import { PRIMARY } from "#components/ui/button-looks.ts";
import { TextField } from "#components/ui/text-field.tsx";

type Props = { readonly what: string; readonly problem: string | null };

/** The question, with what was asked last in it. */
export function FindForm({ what, problem }: Props) {
  return (
    <search>
      <form action={FIND_PATH} method="get" className="flex flex-wrap items-end gap-3">
        <div className="min-w-0 flex-1 basis-64">
          <TextField
            label="SIP address, conference id, or name or path of a file"
            name="what"
            type="search"
            defaultValue={what}
            problem={problem}
            maxLength={8192}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            enterKeyHint="search"
            autoFocus={what === ""}
          />
        </div>
        <button type="submit" className={`${PRIMARY} max-sm:w-full lg:min-h-12`}>
          Look
        </button>
      </form>
    </search>
  );
}
