import { type ComponentProps, useEffect, useState } from "react";
import type { SyncDialog } from "./sync-dialog.tsx";

type Dialog = typeof SyncDialog;

/** The dialog of a sync, fetched when somebody opens it: the page itself comes without it. */
export function LateSyncDialog(props: ComponentProps<Dialog>) {
  const [fetched, setFetched] = useState<{ readonly Dialog: Dialog } | "failed" | null>(null);
  useEffect(() => {
    import("./sync-dialog.tsx").then(
      ({ SyncDialog: Dialog }) => setFetched({ Dialog }),
      () => setFetched("failed"),
    );
  }, []);
  if (fetched === null) return null;
  if (fetched === "failed")
    return (
      <p role="alert" className="col-span-full text-2xs text-bad">
        The server was not reached, so what the sync does cannot be shown.
      </p>
    );
  return <fetched.Dialog {...props} />;
}
