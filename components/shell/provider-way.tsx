import { isProviderRefusal, type ProviderRefusal } from "#lib/domain/provider-refusal.ts";
import { FormProblem } from "./form-problem.tsx";

type Props = {
  readonly provider: { readonly name: string; readonly address: string };
  /** Where it goes on to. */
  readonly to: string;
  /** Why the last try led nowhere, as it stands in the address. */
  readonly refused: unknown;
};

/** The way to the organisation's own sign-in. A link, no form: no policy of ours stands between it and another site. */
export function ProviderWay({ provider: { name, address }, to, refused }: Props) {
  return (
    <div className="grid gap-4">
      {isProviderRefusal(refused) && <FormProblem problem={{ says: WORDS[refused](name), user: "" }} />}
      <a
        href={to === "/" ? address : `${address}?to=${encodeURIComponent(to)}`}
        className="moves grid min-h-12 w-full place-items-center rounded-xl bg-press px-4 text-center font-medium text-on-press hover:brightness-110"
      >
        Sign in with {name}
      </a>
      <p className="flex items-center gap-3 text-2xs text-soft before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        or with a password
      </p>
    </div>
  );
}

const WORDS: Record<ProviderRefusal, (name: string) => string> = {
  unreachable: (name) => `${name} did not answer. Try again in a minute, or sign in with a password or a link.`,
  refused: (name) =>
    `${name} did not accept this service, or its answer could not be trusted. An administrator finds the reason in the server's log.`,
  denied: (name) => `${name} did not let you through, or you turned back there.`,
  expired: () =>
    "This sign-in took longer than ten minutes, was used already, or began in another browser. Begin again.",
  "no-group": (name) =>
    `${name} knows you, but none of your groups may come in here. Ask an administrator for a group that may.`,
  disabled: () => "Your account here is disabled. Ask an administrator.",
  "too-many": () => "Too many tries. Wait a minute, then try again.",
};
