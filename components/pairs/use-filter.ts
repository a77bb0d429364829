import { useEffect, useState } from "react";
import { filterIn, filterPath, type PairsFilter } from "./pairs-filter.ts";

/** The filter of the page, kept in the address: what is typed replaces it there, what is picked is a step to go back to. */
export function useFilter(given: PairsFilter): [PairsFilter, (filter: PairsFilter, how: "typed" | "picked") => void] {
  const [filter, setState] = useState(given);
  const [came, setCame] = useState(given);
  if (filterPath(came) !== filterPath(given)) {
    // Another address was opened by a link.
    setCame(given);
    setState(given);
  }
  useEffect(() => {
    const read = () => setState(filterIn(new URLSearchParams(location.search)));
    window.addEventListener("popstate", read);
    return () => window.removeEventListener("popstate", read);
  }, []);
  const setFilter = (next: PairsFilter, how: "typed" | "picked") => {
    setState(next);
    if (how === "typed") history.replaceState(null, "", filterPath(next));
    else history.pushState(null, "", filterPath(next));
  };
  return [filter, setFilter];
}
