"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { DANGER, PRIMARY } from "#components/ui/button-looks.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import type { Pressed } from "#components/ui/pressed.ts";
import { Refused } from "#components/ui/refused.tsx";
import { useIsHere } from "#components/ui/use-is-here.ts";
import { usePress, wrongWith } from "#components/ui/use-press.ts";
import { CONFIGURATION_KEY, configurationQuery } from "./configuration-query.ts";
import { Changes, Review } from "./review.tsx";
import { SettingField } from "./setting-field.tsx";
import { type Configured, type Edits, type SettingFace, setLine, type ToldReview } from "./setting-row.ts";

/** The server actions of this page; null for who may only look. */
export type SettingsDoor = {
  readonly review: (edits: Edits) => Promise<Pressed<ToldReview>>;
  /** With why it is done; empty where nobody said. */
  readonly change: (edits: Edits, why: string) => Promise<Pressed<Configured>>;
  readonly reviewReset: () => Promise<Pressed<ToldReview>>;
  readonly reset: (why: string) => Promise<Pressed<Configured>>;
} | null;

type Props = { readonly faces: readonly SettingFace[]; readonly door: SettingsDoor };

/** What is asked: the settings as they are typed, or all defaults. */
type Asked = { readonly is: "change" | "reset"; readonly edits: Edits };

/** What is looked at before it is done: exactly this is done then. */
type Looked = Asked & { readonly review: ToldReview };

/** The same with why. */
type Decided = Looked & { readonly why: string };

const RESET_LINE = "Remove-CsBackupServiceConfiguration -Identity Global";

/** Every setting; what was typed is looked at as a whole before it is done, and ends in a receipt. */
export function LiveSettings({ faces, door }: Props) {
  const { data: holds } = useQuery(configurationQuery);
  const client = useQueryClient();
  const isHere = useIsHere();
  const [edits, setEdits] = useState<Edits>({});
  const [looked, setLooked] = useState<Looked | null>(null);
  const [done, setDone] = useState<Looked | null>(null);
  const looking = usePress(
    ({ is, edits: typed }: Asked) => (is === "reset" ? doorOf(door).reviewReset() : doorOf(door).review(typed)),
    (review, asked) => setLooked({ ...asked, review }),
  );
  const doing = usePress(
    ({ is, edits: typed, why }: Decided) =>
      is === "reset" ? doorOf(door).reset(why) : doorOf(door).change(typed, why),
    (told, what) => {
      client.setQueryData(CONFIGURATION_KEY, told);
      setLooked(null);
      setEdits({});
      setDone(what);
    },
  );
  if (holds === undefined) return <p className="text-soft">Nothing has been heard yet.</p>;
  const held = ({ name }: SettingFace) => String(holds[name]);
  const changed: Edits = Object.fromEntries(
    faces.flatMap((face) => {
      const typed = edits[face.key]?.trim();
      return typed === undefined || typed === held(face) ? [] : [[face.key, typed]];
    }),
  );
  const areDefaults = faces.every((face) => held(face) === face.byDefault);
  const { refusal } = looking;
  const isBusy = looking.isPending || doing.isPending;
  const hasEdits = Object.keys(changed).length > 0;
  const look = (is: Asked["is"]) => {
    setDone(null);
    doing.reset();
    looking.press({ is, edits: changed });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (hasEdits) look("change");
      }}
      aria-label="Settings of the Backup Service"
      noValidate
    >
      {faces.map((face) => (
        <SettingField
          key={face.key}
          face={face}
          holds={held(face)}
          value={edits[face.key] ?? held(face)}
          problem={wrongWith(refusal, face.name)}
          edit={
            door === null
              ? null
              : (value) => {
                  setEdits((all) => ({ ...all, [face.key]: value }));
                  looking.reset();
                  doing.reset();
                }
          }
        />
      ))}
      {door !== null && (
        <div className={`flex flex-wrap items-center gap-2.5 border-line border-t pt-4 ${isHere ? "" : "invisible"}`}>
          <p role="status" className="mr-auto text-sm text-soft max-sm:w-full">
            {hasEdits ? "Nothing is changed before you have seen what it does." : "Nothing was edited."}
          </p>
          {!areDefaults && (
            <button
              type="button"
              onClick={() => look("reset")}
              aria-disabled={isBusy}
              className={`${DANGER} max-sm:flex-1`}
            >
              Reset to the defaults
            </button>
          )}
          <button type="submit" aria-disabled={isBusy || !hasEdits} className={`${PRIMARY} max-sm:flex-1`}>
            {looking.isPending ? "Looking" : "See what changes"}
          </button>
        </div>
      )}
      <Refused refusal={refusal} fields={faces.map(({ name }) => name)} />
      {done !== null && <Receipt done={done} />}
      <Dialog
        isOpen={looked !== null}
        close={() => setLooked(null)}
        title={looked?.is === "reset" ? "Reset to the defaults?" : "Change the settings?"}
      >
        {looked !== null && (
          <Review
            review={looked.review}
            cmdlet={looked.is === "reset" ? RESET_LINE : setLine(faces, looked.edits)}
            press={
              looked.is === "reset"
                ? { says: "Reset them", busy: "Resetting them", isDanger: true }
                : { says: "Change them", busy: "Changing them", isDanger: false }
            }
            isPending={doing.isPending}
            refusal={doing.refusal}
            go={(why) => doing.press({ ...looked, why })}
            cancel={() => setLooked(null)}
          />
        )}
      </Dialog>
    </form>
  );
}

/** Who may only look has no button that could come here. */
function doorOf(door: SettingsDoor): NonNullable<SettingsDoor> {
  if (door === null) throw new Error("settings were to be changed by who may only look");
  return door;
}

/** What was done, until the next edit. */
function Receipt({ done }: { readonly done: Looked }) {
  return (
    <section
      aria-label="Receipt"
      role="status"
      className="mt-4 grid gap-2 rounded-xl border border-line bg-ground px-4 py-3"
    >
      <p className="font-semibold text-sm text-good">
        <span aria-hidden="true">✓</span> {done.is === "reset" ? "The defaults hold again." : "Changed."}
      </p>
      <Changes all={done.review.Changes} />
      <p className="text-2xs text-soft">It holds for every pool, from the next cycle on.</p>
    </section>
  );
}
