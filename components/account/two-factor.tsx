"use client";

import { useActionState } from "react";
import { CodeField } from "#components/shell/code-field.tsx";
import { DANGER, PLAIN, PRIMARY } from "#components/ui/button-looks.ts";
import { CopyLine } from "#components/ui/copy-line.tsx";
import { FormRefusal, type Refusal } from "#components/ui/form-refusal.tsx";
import { TextField } from "#components/ui/text-field.tsx";

/** What an app reads to make codes. */
export type Scan = {
  readonly qr: { readonly size: number; readonly path: string };
  readonly secret: string;
  readonly uri: string;
  readonly recoveryCodes: readonly string[];
};

/** What became of a press; null before the first. */
export type TwoFactorTold = {
  /** To be read by the app, until the first code of it was right. */
  readonly scan: Scan | null;
  /** Shown this once. */
  readonly recoveryCodes: readonly string[] | null;
  readonly says: string | null;
  readonly refusal: Refusal;
} | null;

type Props = {
  /** How many recovery codes are left; null where no code is asked for. */
  readonly left: number | null;
  readonly hasPassword: boolean;
  readonly press: (before: TwoFactorTold, form: FormData) => Promise<TwoFactorTold>;
};

/** Codes of an app at sign-in: turned on by the first right one, and off by another. Works before scripts do. */
export function TwoFactor({ left, hasPassword, press }: Props) {
  const [told, action, isPending] = useActionState(press, null);
  const button = (word: string, says: string, look: string) => (
    <button type="submit" name="do" value={word} aria-disabled={isPending} className={`${look} max-sm:w-full`}>
      {says}
    </button>
  );
  const scan = left === null ? (told?.scan ?? null) : null;
  return (
    <form action={action} className="grid gap-4">
      {told?.says && (
        <p role="status" className="text-sm">
          {told.says}
        </p>
      )}
      {told?.recoveryCodes && <RecoveryCodes codes={told.recoveryCodes} />}
      {left === null && scan === null && (
        <>
          <p className="text-sm text-soft">
            Off. Turned on, sign-in asks for the password and for a code that an app on your phone shows: a stolen
            password alone opens nothing.
          </p>
          {hasPassword && (
            <TextField
              label="Password of now"
              name="password"
              type="password"
              autoComplete="current-password"
              required
            />
          )}
          <FormRefusal refusal={told?.refusal ?? null} />
          <div>{button("begin", "Set it up", PRIMARY)}</div>
        </>
      )}
      {scan !== null && (
        <>
          <ScanIt scan={scan} />
          <CodeField label="The code that the app shows now" />
          <FormRefusal refusal={told?.refusal ?? null} />
          <div>{button("on", "Turn it on", PRIMARY)}</div>
        </>
      )}
      {left !== null && (
        <>
          <p className="text-sm text-soft">
            On. {left === 1 ? "1 recovery code is" : `${left} recovery codes are`} left; each signs in once in the place
            of the app.
          </p>
          <CodeField autoFocus={false} />
          <FormRefusal refusal={told?.refusal ?? null} />
          <div className="flex flex-wrap gap-2.5">
            {button("renew", "Make new recovery codes", PLAIN)}
            {button("off", "Turn it off", DANGER)}
          </div>
        </>
      )}
    </form>
  );
}

function ScanIt({ scan: { qr, secret, uri } }: { readonly scan: Scan }) {
  return (
    <div className="grid items-start gap-4 sm:grid-cols-[auto_minmax(0,1fr)]">
      <svg
        viewBox={`0 0 ${qr.size} ${qr.size}`}
        role="img"
        aria-label="QR code for the app; the same stands beside it as text"
        className="size-48 rounded-lg bg-white"
        shapeRendering="crispEdges"
      >
        <path d={qr.path} fill="black" />
      </svg>
      <div className="grid min-w-0 gap-2.5 text-sm">
        <p>Scan it with an app for sign-in codes, or type this into the app:</p>
        <CopyLine text={secret.replaceAll(/(.{4})(?=.)/g, "$1 ")} label="Copy the secret" />
        <a href={uri} className="text-accent underline underline-offset-2">
          Open it in an app on this device
        </a>
      </div>
    </div>
  );
}

function RecoveryCodes({ codes }: { readonly codes: readonly string[] }) {
  return (
    <div className="grid gap-2">
      <p className="text-sm">
        Your recovery codes, which are not shown again: keep them where the phone is not. Each signs in once.
      </p>
      <CopyLine text={codes.join("\n")} label="Copy the recovery codes" />
    </div>
  );
}
