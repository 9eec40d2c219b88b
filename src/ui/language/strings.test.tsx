import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { createAllStrings } from "../../strings/catalogue.ts";
import { Marked } from "./Marked.tsx";
import { StringsProvider, useStrings } from "./strings.tsx";

const strings = createAllStrings("en");

function Said() {
  const [picture, page, both] = [useStrings("picture"), useStrings("page"), useStrings(["page", "errors"])];
  return [
    picture("title"),
    page("title"),
    both("errors:pastedName"),
    page("run.rate", { rate: "7" }),
    page("run.rate", { rate: "8" }),
    page("time.seconds", { value: 1 }),
  ].join("|");
}

const saidIn = (language: string): string =>
  renderToStaticMarkup(
    <StringsProvider strings={strings} language={language}>
      <Said />
      <br />
      <Said />
    </StringsProvider>,
  );

describe("useStrings", () => {
  it.each(["en", "zh"])("says what i18next says, the second time too, in %s", (language) => {
    const t = strings.getFixedT(language);
    const said = [
      t("picture:title"),
      t("page:title"),
      t("errors:pastedName"),
      t("page:run.rate", { rate: "7" }),
      t("page:run.rate", { rate: "8" }),
      t("page:time.seconds", { value: 1 }),
    ].join("|");
    expect(saidIn(language)).toBe(`${said}<br/>${said}`);
  });
});

describe("Marked", () => {
  it("makes bold what is marked, and nothing else", () => {
    expect(renderToStaticMarkup(<Marked text="<b>3</b> of <b>4</b> <i>masks</i>" />)).toBe(
      "<b>3</b> of <b>4</b> &lt;i&gt;masks&lt;/i&gt;",
    );
  });
});
