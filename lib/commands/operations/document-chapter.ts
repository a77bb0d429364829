import { z } from "zod";
import { type Chapter, NOTHING, told } from "./operation.ts";

export const DOCUMENT: Chapter = {
  name: "Document",
  says: "This document.",
  operations: [
    {
      command: "getDocument",
      method: "get",
      path: "/openapi.json",
      says: "The API as an OpenAPI 3.1 document.",
      takes: NOTHING,
      answers: told(z.looseObject({ openapi: z.string() }), "The document of the service that answers."),
      refuses: [],
    },
  ],
};
