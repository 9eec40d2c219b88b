// Sets the theme and language before the first paint, so that neither flashes. Loaded blocking from index.html.
(function () {
  var root = document.documentElement, stored;
  try { stored = JSON.parse(localStorage.getItem("strata.preferences") || "{}") || {}; } catch { stored = {}; }
  var dark = matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = stored.theme === "dark" || stored.theme === "light" ? stored.theme : dark ? "dark" : "light";
  var tag = stored.language || navigator.language || "en";
  root.lang = tag.toLowerCase().indexOf("zh") === 0 ? "zh-Hans" : "en";
})();
