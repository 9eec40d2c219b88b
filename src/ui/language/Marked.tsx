/** A text of the catalogue with what it marks by `<b>` in bold. */
export function Marked({ text }: { readonly text: string }) {
  return text.split(/<b>(.*?)<\/b>/).map((part, index) => (index % 2 === 1 ? <b key={index}>{part}</b> : part));
}
