import { DatabaseSync } from "node:sqlite";
import { oneOf, type Random } from "./random.ts";

const FIRST = ["Ada", "Bo", "Cleo", "Dag", "Eva", "Finn", "Gro", "Hugo", "Ines", "Jon", "Kaja", "Luis"] as const;
const LAST = ["Aas", "Berg", "Costa", "Dahl", "Egger", "Fleury", "Grieg", "Holm", "Iversen", "Janssen"] as const;
const WORDS = ["Weekly", "Review", "Planning", "Interview", "Town hall", "Retrospective"] as const;
const AVAILABLE = [3_500, 6_500, 9_500, 15_500] as const;

/** People, their contacts, presence and meetings of one pool: a client of its user database that knows nothing but its tables. */
export class Directory {
  readonly #database: DatabaseSync;
  readonly #home: string;
  readonly #random: Random;
  #people = 0;
  #conferences = 0;

  constructor(path: string, home: string, random: Random) {
    this.#database = new DatabaseSync(path, { timeout: 10_000 });
    this.#home = home;
    this.#random = random;
  }

  /** So many more people, in one transaction. */
  hire(people: number): void {
    this.#inOneTransaction(() => {
      for (let n = 0; n < people; n += 1) {
        const first = oneOf(this.#random, FIRST);
        const last = oneOf(this.#random, LAST);
        this.#run(
          "INSERT INTO users(sip_uri, display_name, enabled, settings, updated_at, home_pool) VALUES (?, ?, 1, ?, ?, ?)",
          this.#sip(this.#people),
          `${first} ${last}`,
          JSON.stringify({ ring: this.#random(40) }),
        );
        this.#people += 1;
      }
    });
  }

  /** A user of this very name, who may be on the partner too. */
  claim(sipUri: string, displayName: string): void {
    this.#run(
      "INSERT INTO users(sip_uri, display_name, enabled, settings, updated_at, home_pool) VALUES (?, ?, 1, '{}', ?, ?)",
      sipUri,
      displayName,
    );
  }

  /** So many of the things that people do all day, in one transaction. */
  live(things: number): void {
    this.#inOneTransaction(() => {
      for (let n = 0; n < things; n += 1) this.#one();
    });
  }

  close(): void {
    this.#database.close();
  }

  #one(): void {
    const does = this.#random(100);
    if (does < 60) this.#publish();
    else if (does < 80) this.#befriend();
    else if (does < 92) this.#meet();
    else this.#settle();
  }

  #publish(): void {
    this.#run(
      `INSERT INTO presence(sip_uri, category, instance, value, published_at, home_pool) VALUES (?, 'state', '', ?, ?, ?)
       ON CONFLICT (sip_uri, category, instance) DO UPDATE SET value = excluded.value, published_at = excluded.published_at`,
      this.#somebody(),
      JSON.stringify({ availability: oneOf(this.#random, AVAILABLE) }),
    );
  }

  #befriend(): void {
    const [who, whom] = [this.#somebody(), this.#somebody()];
    const name = oneOf(this.#random, FIRST);
    this.#database
      .prepare(
        `INSERT INTO contacts(sip_uri, contact_uri, display_name, home_pool) VALUES (?, ?, ?, ?)
         ON CONFLICT (sip_uri, contact_uri) DO UPDATE SET display_name = excluded.display_name`,
      )
      .run(who, whom, name, this.#home);
  }

  #meet(): void {
    this.#conferences += 1;
    this.#database
      .prepare(
        "INSERT INTO conferences(conference_id, organizer, subject, starts_at, home_pool) VALUES (?, ?, ?, ?, ?)",
      )
      .run(
        `${this.#home}-${this.#conferences}`,
        this.#somebody(),
        oneOf(this.#random, WORDS),
        new Date().toISOString(),
        this.#home,
      );
  }

  #settle(): void {
    this.#database
      .prepare("UPDATE users SET settings = ?, updated_at = ? WHERE sip_uri = ?")
      .run(JSON.stringify({ ring: this.#random(40) }), new Date().toISOString(), this.#somebody());
  }

  /** A statement whose last two values are the moment and the owner. */
  #run(sql: string, ...values: readonly string[]): void {
    this.#database.prepare(sql).run(...values, new Date().toISOString(), this.#home);
  }

  #inOneTransaction(work: () => void): void {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      work();
      this.#database.exec("COMMIT");
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  #somebody(): string {
    return this.#sip(this.#random(Math.max(1, this.#people)));
  }

  #sip(number: number): string {
    return `sip:person${number}@${this.#home}`;
  }
}
