/** Fully qualified name of a pool: lower case, no trailing dot. Only `poolFqdn` makes one. */
export type PoolFqdn = string & { readonly is: "PoolFqdn" };

const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/** Reads an FQDN in any case and with or without its trailing dot (DOMAIN 10 no. 26); null when it is none. */
export function poolFqdn(text: string): PoolFqdn | null {
  const name = text.trim().toLowerCase().replace(/\.$/, "");
  const labels = name.split(".");
  return name.length <= 253 && labels.length >= 2 && labels.every((label) => LABEL.test(label))
    ? (name as PoolFqdn)
    : null;
}

/** A pool that is known: two of them protect each other (DOMAIN 1). */
export type PoolPair = { readonly a: PoolFqdn; readonly b: PoolFqdn };

/** The other pool of a pair; null when the pool is in neither half. */
export function partnerIn(pair: PoolPair, pool: PoolFqdn): PoolFqdn | null {
  if (pair.a === pool) return pair.b;
  return pair.b === pool ? pair.a : null;
}

/** The first label, as screens name a pool where the domain is plain. */
export function shortName(pool: PoolFqdn): string {
  return pool.split(".", 1)[0] ?? pool;
}
