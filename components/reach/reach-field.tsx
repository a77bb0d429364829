type Props = {
  /** What may be ticked. */
  readonly pools: readonly string[];
  /** "all", or anything else for those that are ticked. */
  readonly reach: string;
  readonly ticked: readonly string[];
  /** What who reaches some alone may then, as it follows "Some: ". */
  readonly some: string;
  readonly problem: string | null;
};

const LINE = "flex min-h-11 items-center gap-2.5 text-[0.9375rem] lg:min-h-9";
const MARK = "size-4 flex-none accent-press";

/** All pools, or those that are ticked: they show only then. A form has it as `reach` and `pools`. */
export function ReachField({ pools, reach, ticked, some, problem }: Props) {
  return (
    <fieldset className="group col-span-full grid min-w-0 gap-1">
      <legend className="mb-1 text-sm text-soft">Pools</legend>
      <label className={LINE}>
        <input type="radio" name="reach" value="all" defaultChecked={reach === "all"} className={MARK} />
        All, also those that come
      </label>
      <label className={LINE}>
        <input type="radio" name="reach" value="some" defaultChecked={reach !== "all"} className={MARK} />
        Some: {some}
      </label>
      <div className="hidden max-h-72 overflow-y-auto pl-7 group-has-[[value=some]:checked]:grid">
        {pools.map((pool) => (
          <label key={pool} className={`${LINE} [overflow-wrap:anywhere]`}>
            <input type="checkbox" name="pools" value={pool} defaultChecked={ticked.includes(pool)} className={MARK} />
            {pool}
          </label>
        ))}
      </div>
      {problem !== null && (
        <p role="alert" className="text-bad text-sm">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
