"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { TwoFactorTold } from "#components/account/two-factor.tsx";
import type { TwoFactorAnswer } from "#lib/auth/own-two-factor.ts";
import { text } from "../../given.ts";
import { ownCodes, signedIn } from "../../session.ts";
import { qrOf } from "./qr.ts";

/** Turns codes at sign-in on and off, and makes new recovery codes: which of them says the button that was pressed. */
export async function changeTwoFactor(before: TwoFactorTold, form: FormData): Promise<TwoFactorTold> {
  await signedIn();
  const asked = text(form, "do");
  const given = text(form, asked === "begin" ? "password" : "code");
  const answer = await ownCodes(asked, given);
  if (answer.is === "signed-out") redirect("/login");
  if (answer.is === "on" || answer.is === "off" || answer.is === "new-codes") revalidatePath("/account");
  return toldOf(answer, Before.parse(before));
}

/** What the page was told before, and shows on; whoever calls an action by hand may say anything. */
const Before = z
  .object({
    scan: z
      .object({
        qr: z.object({ size: z.number(), path: z.string() }),
        secret: z.string(),
        uri: z.string(),
        recoveryCodes: z.array(z.string()),
      })
      .nullable(),
  })
  .nullable()
  .catch(null);

const NONE = { scan: null, recoveryCodes: null, says: null, refusal: null };

function toldOf(answer: TwoFactorAnswer, before: z.output<typeof Before>): TwoFactorTold {
  switch (answer.is) {
    case "begun": {
      const { setup } = answer;
      return { ...NONE, scan: { ...setup, qr: qrOf(setup.uri) }, recoveryCodes: setup.recoveryCodes };
    }
    case "on": {
      const says = "It is on: from now on sign-in asks for a code.";
      return { ...NONE, says, recoveryCodes: before?.scan?.recoveryCodes ?? null };
    }
    case "off":
      return { ...NONE, says: "It is off: sign-in asks for no code." };
    case "new-codes":
      return { ...NONE, says: "Those of before work no more.", recoveryCodes: answer.recoveryCodes };
    default: {
      const [says, hint] = WORDS[answer.is];
      const scan = before?.scan ?? null;
      return {
        ...NONE,
        scan,
        recoveryCodes: scan?.recoveryCodes ?? null,
        refusal: { field: null, says, hint, typed: "" },
      };
    }
  }
}

const WORDS = {
  wrong: ["This code is wrong, or was used already.", "The app shows another one every 30 seconds."],
  "wrong-password": ["This is not the password of now.", "An administrator can make you a new sign-in link."],
  "confirm-first": [
    "Without a password this is set up within 10 minutes of sign-in.",
    "Sign out, and sign in by a new link.",
  ],
  "too-many": ["Too many tries.", "Wait a minute, then try again."],
  locked: ["Too many wrong tries.", "Wait 15 minutes, then try again."],
  "not-now": ["It was changed meanwhile.", "Reload the page."],
  "signed-out": ["You are signed out.", "Sign in again."],
} as const;
