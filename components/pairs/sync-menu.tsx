import { useId, useRef } from "react";
import { copiesName } from "#components/status/evidence.ts";
import { expectedModules } from "#components/status/expected.ts";
import { moduleWords } from "#components/status/module-words.ts";
import type { Direction } from "#components/status/snapshot.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";

type Props = {
  readonly direction: Direction;
  readonly running: ReadonlySet<ModuleName>;
  readonly press: (module: ModuleName | "All") => void;
  /** Opens what it does before it is done. */
  readonly look: () => void;
};

const ITEM = "block min-h-12 w-full rounded-lg px-3 py-1.5 text-left text-sm hover:bg-raised lg:min-h-10";

/** Which modules to sync: a native popover, so Escape, a press outside and the tab order work by themselves. */
export function SyncMenu({ direction, running, press, look }: Props) {
  const id = useId();
  const anchor = `--sync-${direction.From.replaceAll(".", "-")}`;
  const menu = useRef<HTMLDivElement>(null);
  const choose = (module: ModuleName | "All") => {
    menu.current?.hidePopover();
    press(module);
  };
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        style={{ anchorName: anchor }}
        aria-label={`Choose what to sync, ${copiesName(direction)}`}
        className="moves -ml-px grid min-h-12 w-12 flex-none place-items-center rounded-r-xl border border-edge bg-raised hover:border-accent lg:min-h-10 lg:w-9"
      >
        <svg viewBox="0 0 12 12" className="size-3" fill="none" aria-hidden="true">
          <path d="M2.5 4.5 6 8l3.5-3.5" stroke="currentColor" strokeWidth="1.6" />
        </svg>
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        style={{ positionAnchor: anchor }}
        className="sync-menu rounded-xl border border-edge bg-panel p-1.5 text-ink"
      >
        <button
          type="button"
          className={ITEM}
          onClick={() => {
            menu.current?.hidePopover();
            look();
          }}
        >
          See first what it does
        </button>
        <button type="button" className={ITEM} onClick={() => choose("All")}>
          All modules
        </button>
        {expectedModules(direction).map(({ Identity }) => (
          <button key={Identity} type="button" className={ITEM} onClick={() => choose(Identity)}>
            Only {moduleWords(Identity, direction.Faces).short}
            <span className="block text-2xs text-soft">
              {running.has(Identity)
                ? "runs already; once more does no harm"
                : moduleWords(Identity, direction.Faces).plain}
            </span>
          </button>
        ))}
      </div>
    </>
  );
}
