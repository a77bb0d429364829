import { z } from "zod";

/*
 * What a server action is given. The types of its parameters hold for pages of ours; whoever calls it by hand sends anything, and must
 * be refused in words: what is thrown there, a Problem too, is an error 500. What is no form is read as one with nothing in it.
 */
const Form = z.instanceof(FormData).catch(() => new FormData());
const Text = z.string().catch("");

/** One line of a form as text; "" where there is none. */
export function text(form: unknown, field: string): string {
  return Text.parse(Form.parse(form).get(field));
}

/** Every text that a form has under a name. */
export function texts(form: unknown, field: string): readonly string[] {
  return Form.parse(form)
    .getAll(field)
    .filter((value) => typeof value === "string");
}

/** Whether a box of a form is ticked. */
export function isTicked(form: unknown, field: string): boolean {
  return text(form, field) === "on";
}
