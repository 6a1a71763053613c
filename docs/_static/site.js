// Sphinx's Dutch catalog answers "which plural?" with true or false, and its search then stops on an error.
Documentation.PLURAL_EXPR = (n) => (n === 1 ? 0 : 1);

// What the theme leaves out: names for its two side bars, a heading on the page of the search, and code that scrolls
// within reach of the keyboard.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelector(".sidebar-drawer")?.setAttribute("aria-label", "Alle pagina's");
  document.querySelector(".toc-drawer")?.setAttribute("aria-label", "Op deze pagina");
  if (!document.querySelector("h1")) {
    const heading = document.createElement("h1");
    heading.textContent = document.title.split(" - ")[0];
    document.querySelector("article")?.prepend(heading);
  }
  for (const block of document.querySelectorAll("pre, .table-wrapper")) block.tabIndex = 0;
});
