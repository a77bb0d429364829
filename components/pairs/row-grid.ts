/** Columns that heads and rows share: direction, modules, what is at risk, what can be pressed. */
export const ROW =
  "grid items-start gap-x-5 gap-y-3 px-4 sm:px-5 lg:grid-cols-[minmax(8.5rem,0.8fr)_repeat(2,minmax(17rem,1.7fr))_minmax(8rem,0.8fr)_9.5rem]";
