// Sets the theme and language before the first paint, so that neither flashes. Loaded blocking from index.html.
// Until the page is there, an error leaves what it needs to be read, which stands in index.html.
(function () {
  var root = document.documentElement, stored;
  try { stored = JSON.parse(localStorage.getItem("strata.preferences") || "{}") || {}; } catch { stored = {}; }
  var dark = matchMedia("(prefers-color-scheme: dark)").matches;
  // Where the system forces its colours the ground is its own, whatever was chosen for this page.
  var chosen = !matchMedia("(forced-colors: active)").matches && (stored.theme === "dark" || stored.theme === "light");
  root.dataset.theme = chosen ? stored.theme : dark ? "dark" : "light";
  var tag = stored.language || navigator.language || "en";
  root.lang = tag.toLowerCase().indexOf("zh") === 0 ? "zh-Hans" : "en";
  function stuck(event) {
    var needs = document.getElementById("needs"), address;
    // A picture or a typeface that is missing keeps no page from coming.
    if (!needs || (event.target && event.target.tagName && event.target.tagName !== "SCRIPT")) return;
    root.dataset.stuck = "";
    address = location.href.replace(/\?[^#]*/, "");
    [].forEach.call(needs.getElementsByTagName("a"), function (link) { link.href = address; });
  }
  addEventListener("error", stuck, true);
  addEventListener("unhandledrejection", stuck);
})();
