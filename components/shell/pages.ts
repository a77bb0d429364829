/** The console's own pages in the order of the side bar; `also` says which others belong to one. */
export const PAGES: readonly { readonly href: string; readonly name: string; readonly also?: string }[] = [
  { href: "/", name: "Pairs", also: "^/(pairs|requests)/|^/pools/[^/]+/(check|held|loss|trash)$" },
  { href: "/restore", name: "Restore", also: "^/pools/[^/]+/restore$" },
  { href: "/journal", name: "Journal", also: "^/audit$" },
  { href: "/topology", name: "Topology" },
  { href: "/settings", name: "Settings", also: "^/settings/" },
  { href: "/guide", name: "Guide" },
];

/** Screens of their own, without the side bar. */
export const ELSEWHERE = [
  { href: "/wall", name: "Wall" },
  { href: "/on-call", name: "On call" },
] as const;
