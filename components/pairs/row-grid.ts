/**
 * Columns that heads and rows share: direction, modules, what waited and what is at risk, what can be pressed. With less room the
 * modules go below and the past has no place, on a phone the button goes below too.
 */
export const ROW =
  "grid grid-cols-2 items-start gap-x-5 gap-y-3 px-4 sm:px-5 sm:grid-cols-[minmax(0,1fr)_auto_9.5rem] wide:gap-x-6 wide:grid-cols-[11rem_minmax(0,1fr)_8rem_10rem] min-[104rem]:grid-cols-[11rem_minmax(0,1fr)_16rem_10rem]";

/** What waited is below what is at risk, beside it where there is much room. */
export const RISK = "flex flex-col-reverse gap-2 max-wide:order-1 min-[104rem]:flex-row min-[104rem]:gap-6";

/** The modules of a row, beside each other as far as there is room. */
export const MODULES =
  "grid max-wide:order-3 max-wide:col-span-full grid-cols-[repeat(auto-fit,minmax(min(11rem,100%),1fr))] gap-x-6 gap-y-3";

/** A pair in one row stands in the same columns; with less room its modules go below. */
export const SHORT_ROW =
  "grid grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-x-4 gap-y-1 px-4 sm:px-5 wide:gap-x-6 wide:grid-cols-[11rem_minmax(0,1fr)_8rem_10rem] min-[104rem]:grid-cols-[11rem_minmax(0,1fr)_16rem_10rem]";
