import * as v from "valibot";
import { badField, fileName, label, MAX_CLASSES, outputIndex, text } from "./fields.ts";

export const namingFields = { name: fileName, description: text, licence: text };

const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Number.MAX_SAFE_INTEGER));

/** What a network is, in the few words and figures by which one is chosen. */
export const summaryFields = { title: v.optional(label), task: v.optional(label), multiplyAdds: v.optional(count) };

export const classFields = {
  classes: v.pipe(v.array(label), v.minLength(2), v.maxLength(MAX_CLASSES)),
  classMap: v.array(v.pipe(v.array(outputIndex), v.minLength(1), v.maxLength(MAX_CLASSES))),
};

export const trainingSchema = v.object({ data: text, terms: text });

/** Checks what only several fields together can show. */
export function checkClasses(classes: readonly string[], classMap: readonly (readonly number[])[]): void {
  if (classMap.length !== classes.length) throw badField("classMap", `expected ${classes.length} lists, one per class`);
  const mapped = classMap.flat();
  if (new Set(mapped).size !== mapped.length) throw badField("classMap", "an output index stands twice");
}
