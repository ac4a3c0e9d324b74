// Pages work without this file. It loads, for what is on the page, only the module that makes it better.
document.documentElement.classList.add("scripted");

const modules = new Set();
for (const element of document.querySelectorAll("[data-enhance]")) {
  modules.add(element.dataset.enhance);
}
for (const name of modules) {
  import(`./${name}.js`).then(({ enhance }) => {
    document.querySelectorAll(`[data-enhance="${name}"]`).forEach(enhance);
  });
}
