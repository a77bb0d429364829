import { useEffect, useState } from "react";
import { duration } from "#lib/domain/duration.ts";
import { reloadOnceItAnswers } from "./upkeep.ts";

/** A code that this screen shows, for so long; null while too many are asked for. */
export type ShownCode = { readonly code: string; readonly livesMs: number } | null;

type Props = {
  readonly askForCode: () => Promise<ShownCode>;
  /** Where a desk enters it, as people type it; the screen's own address when that is not known. */
  readonly origin: string | null;
};

const LOOK_EVERY_MS = 2_000;

type Shown =
  | { readonly is: "asking" | "too-many" | "unreached" }
  | { readonly is: "code"; readonly code: string; readonly until: number };

/** A screen that nobody signed in: it shows a code, and goes on by itself once somebody at a desk has entered it. */
export function WallCode({ askForCode, origin }: Props) {
  const { shown, leftMs, host } = useCode(askForCode);
  return (
    <main className="wall wall-door">
      <h1 className="font-semibold text-[3.5rem] tracking-tight">This screen is not signed in</h1>
      <p className="text-[2.25rem] text-soft">
        At a desk, an administrator opens <strong className="text-ink">{origin ?? host}/settings/displays</strong> and
        enters
      </p>
      <p className="wall-code" role="status" data-is={shown.is}>
        {shown.is === "code" ? shown.code : WORDS[shown.is]}
      </p>
      <p className="text-[2.25rem] text-soft">
        {shown.is === "code"
          ? `The code works once, for ${duration(leftMs)} more. Then another one is shown.`
          : "This screen tries again by itself."}
      </p>
    </main>
  );
}

const WORDS = {
  asking: "…",
  "too-many": "Too many codes were asked for",
  unreached: "The server is not reached",
} as const;

function useCode(askForCode: Props["askForCode"]) {
  const [ask] = useState(() => askForCode); // a cookie that is set brings the page anew, and the action as another function
  const [shown, setShown] = useState<Shown>({ is: "asking" });
  const [leftMs, setLeftMs] = useState(0);
  const [host, setHost] = useState("");
  useEffect(() => {
    setHost(location.origin);
    let timer: ReturnType<typeof setTimeout>;
    let isOver = false;
    let now: Shown = { is: "asking" };
    const show = (next: Shown) => {
      now = next;
      setShown(next);
    };
    const askAnew = async () => {
      const code = await ask();
      show(
        code === null ? { is: "too-many" } : { is: "code", code: code.code, until: performance.now() + code.livesMs },
      );
    };
    const look = async () => {
      try {
        const state = now.is === "code" ? await stateHere() : null;
        if (state === "accepted") await reloadOnceItAnswers();
        else if (state === null) await askAnew();
      } catch {
        if (now.is !== "code") show({ is: "unreached" }); // the code may still be entered meanwhile
      }
      if (now.is === "code") setLeftMs(Math.max(0, now.until - performance.now()));
      performance.clearResourceTimings();
      if (!isOver) timer = setTimeout(look, LOOK_EVERY_MS);
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [ask]);
  return { shown, leftMs, host };
}

async function stateHere(): Promise<"waiting" | "accepted" | null> {
  const answer = await fetch("/api/display", { cache: "no-store" });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return (await answer.json()).state;
}
