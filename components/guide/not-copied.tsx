const NOT_COPIED: readonly (readonly [what: string, instead: string])[] = [
  ["The Location Information Server's database (E911)", "Export and import it by hand."],
  ["Response Groups", "Their modules are not part of this version."],
  ["Call Park settings and music on hold", "Note them down and set them again."],
  ["Announcements for unassigned numbers", "Make them again on the pool that takes over."],
  ["Persistent Chat", "It has its own recovery."],
  ["Monitoring and archiving databases", "They are stores of their own: back them up with their server."],
  ["Users homed on survivable branch appliances", "Pairing does not protect them."],
  ["Links, sockets and devices in a file store", "They are left out and counted as ignored."],
  ["Owners, access lists and hard links of files", "Content, name, time and mode travel; these do not."],
  ["Older versions of anything", "Only what was deleted is kept, for 7 days, in the trash."],
];

/** What a person must look after otherwise (DOMAIN 1.1). */
export function NotCopied() {
  return (
    <dl className="grid max-w-[46rem] gap-x-6 gap-y-2 text-sm sm:grid-cols-2">
      {NOT_COPIED.map(([what, instead]) => (
        <div key={what} className="grid border-line border-b pb-2 sm:col-span-2 sm:grid-cols-subgrid">
          <dt>{what}</dt>
          <dd className="text-soft">{instead}</dd>
        </div>
      ))}
    </dl>
  );
}
