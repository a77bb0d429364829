import { STATUS_CODES } from "node:http";
import { z } from "zod";
import {
  createDocument,
  type ZodOpenApiMediaTypeObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiResponsesObject,
} from "zod-openapi";
import { DISPLAY_COOKIE } from "#lib/auth/displays.ts";
import { byStatus, problemOf } from "#lib/commands/answers/problem.ts";
import { CONFIRM_FIRST, CONFIRM_PARTLY, NEEDED_ROLE } from "#lib/commands/roles.ts";
import { DISPLAY } from "#lib/domain/role.ts";
import { type Answered, EVERYWHERE, type Operation } from "./operation.ts";
import { CHAPTERS, OPERATIONS } from "./operations.ts";
import { parametersOf } from "./parameters-of.ts";

const TOKEN = { token: [] };
const SESSION = { session: [] };
const SCREEN = { screen: [] };

/** The API as an OpenAPI 3.1 document, made of the schemas that commands parse with and of those of their answers. */
export function makeDocument() {
  const paths = Map.groupBy(OPERATIONS, ({ path }) => path);
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Pairkeeper",
      version: "1",
      description:
        "All that the console can do. A refusal is problem+json with a code, a sentence and a hint. Lists have `limit` and `next`: `Next` of a page asks for the one after it. A write may say `reason`, which the audit keeps.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/api/v1" }],
    security: [TOKEN, SESSION],
    tags: CHAPTERS.map(({ name, says }) => ({ name, description: says })),
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "A token, as cli.token in the data folder has one." },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "pairkeeper.session_token",
          description: "Somebody who is signed in to the console; writes must come from a page of it.",
        },
        screen: {
          type: "apiKey",
          in: "cookie",
          name: DISPLAY_COOKIE,
          description: "A screen that an administrator let in: it reads the wall alone.",
        },
      },
    },
    paths: Object.fromEntries(
      [...paths].map(([path, operations]) => [
        path,
        Object.fromEntries(operations.map((one) => [one.method, operationObject(one)])),
      ]),
    ),
  });
}

function operationObject(operation: Operation): ZodOpenApiOperationObject {
  const { command, says, answers, refuses } = operation;
  const role = NEEDED_ROLE[command];
  const mayConfirm = CONFIRM_FIRST.has(command) || CONFIRM_PARTLY.has(command);
  const { path, query, body } = parametersOf(operation);
  return {
    operationId: operationId(operation),
    summary: says,
    description: `Needs the role ${role}${role === DISPLAY ? "" : " or more"}.`,
    "x-role": role,
    tags: CHAPTERS.filter(({ operations }) => operations.includes(operation)).map(({ name }) => name),
    ...(role === DISPLAY && { security: [TOKEN, SESSION, SCREEN] }),
    requestParams: { ...(hasAny(path) && { path }), ...(hasAny(query) && { query }) },
    ...(body !== null && {
      requestBody: { content: { "application/json": { schema: body } }, required: isNeeded(body) },
    }),
    responses: {
      ...answered(answers),
      ...refused([...EVERYWHERE, ...refuses, ...(mayConfirm ? (["confirm-first"] as const) : [])]),
    },
  };
}

/** The command's name; of a command that two addresses call, the second says of what. */
function operationId(operation: Operation): string {
  const [first] = OPERATIONS.filter(({ command }) => command === operation.command);
  return first === operation ? operation.command : `${operation.command}OfPool`;
}

function hasAny(shape: z.ZodObject): boolean {
  return Object.keys(shape.shape).length > 0;
}

function isNeeded(body: z.ZodObject): boolean {
  return !body.safeParse({}).success;
}

function answered(answers: readonly Answered[]): ZodOpenApiResponsesObject {
  const byCode = Map.groupBy(answers, ({ status }) => status);
  return Object.fromEntries(
    [...byCode].map(([status, all]) => [
      status,
      {
        description: all.map(({ says }) => says).join(" "),
        content: Object.fromEntries(all.map(({ body }) => contentOf(body))),
      },
    ]),
  );
}

function contentOf(body: Answered["body"]): [type: string, ZodOpenApiMediaTypeObject] {
  return body instanceof z.ZodType
    ? ["application/json", { schema: body }]
    : [body.type, { schema: { type: "string" } }];
}

function refused(codes: Operation["refuses"]): ZodOpenApiResponsesObject {
  return Object.fromEntries(
    [...byStatus(codes)].map(([status, some]) => [
      status,
      {
        description: `${STATUS_CODES[status]}: ${some.join(", ")}.`,
        content: { "application/problem+json": { schema: problemOf(some) } },
      },
    ]),
  );
}
