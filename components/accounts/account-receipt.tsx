import { CopyLine } from "#components/ui/copy-line.tsx";
import type { AccountAnswer } from "./account-answer.ts";

/** What was done; a sign-in link stands here and nowhere else, until the page is left. */
export function AccountReceipt({ answer }: { readonly answer: AccountAnswer }) {
  return (
    <div role="status" className="grid gap-2 text-sm empty:hidden">
      {answer?.is === "done" && <p>{answer.says}</p>}
      {answer?.is === "done" && answer.link !== null && (
        <>
          <p className="text-soft">
            This link signs in once, within an hour, and is not shown again. Hand it over yourself: whoever opens it
            first is in.
          </p>
          <CopyLine text={answer.link} label="Copy the sign-in link" />
        </>
      )}
    </div>
  );
}
