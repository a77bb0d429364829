/** A command line with why it is done; as it was where nobody said. */
export function reasonLine(line: string, why: string): string {
  const said = why.trim().replaceAll('"', "'");
  return said === "" ? line : `${line} -Reason "${said}"`;
}
