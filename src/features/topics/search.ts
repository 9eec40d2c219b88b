/** A question as a list offers it. */
export interface Question<T> {
  readonly topic: T;
  readonly name: string;
  readonly note: string;
}

/** The questions that have all the words of a text, in their order; without words all of them. */
export function matching<T>(questions: readonly Question<T>[], text: string): Question<T>[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return questions.filter(({ name, note }) => {
    const said = `${name} ${note}`.toLowerCase();
    return words.every((word) => said.includes(word));
  });
}
