import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { expect } from "vitest";
import type { makeDocument } from "#lib/commands/operations/document.ts";

type Document = ReturnType<typeof makeDocument>;

/** Holds answers of the API, and what was asked, to its document: nothing else says what is right. */
export class Promised {
  readonly #ajv: Ajv2020;
  readonly #paths: Document["paths"];
  readonly #known = new Map<string, ValidateFunction>();

  constructor(document: Document) {
    this.#ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
    this.#ajv.addSchema(document, "api");
    this.#paths = document.paths;
  }

  /** Why the answer is none that was promised; null when it is. */
  answer(path: string, method: string, { status, type, body }: Told): string | null {
    const place = ["paths", path, method, "responses", String(status), "content", type, "schema"];
    if (!this.#has(place)) return `${method} ${path} answered ${status} ${type}, of which its document says nothing`;
    return this.#wrong(place, body);
  }

  /** Why the document would not let anybody send this body; null when it would. */
  body(path: string, method: string, body: unknown): string | null {
    return this.#wrong(["paths", path, method, "requestBody", "content", "application/json", "schema"], body);
  }

  /** The codes that a status of an operation may have. */
  statuses(path: string, method: string): readonly number[] {
    return Object.keys(at(this.#paths, [path, method, "responses"]) ?? {}).map(Number);
  }

  #has(place: readonly string[]): boolean {
    return at(this.#paths, place.slice(1)) !== undefined;
  }

  #wrong(place: readonly string[], value: unknown): string | null {
    const pointer = place.map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1")).join("/");
    const validate = this.#known.get(pointer) ?? this.#ajv.compile({ $ref: `api#/${encodeURI(pointer)}` });
    this.#known.set(pointer, validate);
    if (validate(value)) return null;
    const [first] = validate.errors ?? [];
    return `${place.slice(1, 5).join(" ")}: ${first?.instancePath} ${first?.message} ${JSON.stringify(first?.params)}`;
  }
}

type Told = { readonly status: number; readonly type: string; readonly body: unknown };

function at(value: unknown, path: readonly string[]): object | undefined {
  let here: unknown = value;
  for (const part of path) here = typeof here === "object" && here !== null ? Reflect.get(here, part) : undefined;
  return typeof here === "object" && here !== null ? here : undefined;
}

/** Fails with the reason. */
export function expectKept(reason: string | null): void {
  expect(reason).toBeNull();
}
