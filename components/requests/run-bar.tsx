import type { Share } from "./forward.ts";

/** How far it is: what is known to be there over what was sent. */
export function RunBar({ share, label }: { readonly share: Share; readonly label: string }) {
  const percent = Math.floor(share.there * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="relative h-2 overflow-hidden rounded-full bg-raised"
    >
      <div className="moves absolute inset-y-0 left-0 bg-edge" style={{ width: `${share.sent * 100}%` }} />
      <div className="moves absolute inset-y-0 left-0 bg-accent" style={{ width: `${share.there * 100}%` }} />
    </div>
  );
}
