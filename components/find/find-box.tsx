import { FIND_PATH } from "#components/status/paths.ts";

/** One box for everything: what is typed becomes an address, so it works before scripts do and can be kept. */
export function FindBox() {
  return (
    <search className="min-w-0 max-sm:w-full">
      <form action={FIND_PATH} method="get" className="relative">
        <input
          type="search"
          name="what"
          required
          maxLength={8192}
          aria-label="Is it safe? A user, a meeting or a file"
          placeholder="Is it safe? user, meeting, file ..."
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          enterKeyHint="search"
          className="min-h-12 w-full min-w-0 rounded-xl border border-edge bg-ground px-3 text-base text-ink placeholder:text-soft placeholder:opacity-100 sm:w-72 lg:min-h-10 lg:text-sm"
        />
      </form>
    </search>
  );
}
