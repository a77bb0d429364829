import { asFault, Fault } from "#lib/domain/fault.ts";

/**
 * Work that makes folders whose names are new at each try, of a moment or of nothing but chance, in some that stand: what fails in
 * such a folder is told by the one that stands, or the same fault would begin anew at each try (`recordFault`).
 */
export async function toldByStanding<T>(standing: readonly string[], work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const fault = asFault(thrown);
    const { path } = fault;
    const folder = path === null ? undefined : standing.find((one) => path.startsWith(`${one}/`));
    if (folder === undefined) throw thrown;
    throw new Fault(fault.code, fault.message, folder, thrown);
  }
}
