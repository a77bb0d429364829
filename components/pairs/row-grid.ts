/**
 * Columns that heads and rows share: direction, modules, what waited, what is at risk, what can be pressed. With less room the
 * modules go below and the past has no place, on a phone the button goes below too.
 */
export const ROW =
  "grid grid-cols-2 items-start gap-x-5 gap-y-3 px-4 sm:px-5 sm:grid-cols-[minmax(0,1fr)_auto_9.5rem] wide:gap-x-6 wide:grid-cols-[8.5rem_minmax(0,1fr)_6.5rem_9rem_9.5rem]";

/** The modules of a row, beside each other as far as there is room. */
export const MODULES =
  "grid max-wide:order-3 max-wide:col-span-full grid-cols-[repeat(auto-fit,minmax(min(12.25rem,100%),1fr))] gap-x-6 gap-y-3";
