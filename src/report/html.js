const form = document.querySelector("form"), all = [...document.querySelectorAll(".finding")];
const shown = document.querySelector("#shown");
const narrow = () => {
  const words = form.search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const one of all) {
    const fits = ["severity", "category", "cluster"].every((name) => !form[name].value || one.dataset[name] === form[name].value);
    one.hidden = !(fits && words.every((word) => one.textContent.toLowerCase().includes(word)));
    count += one.hidden ? 0 : 1;
  }
  shown.textContent = count === all.length ? "" : `${count} of ${all.length} findings`;
};
form.hidden = false;
form.addEventListener("input", narrow);
form.addEventListener("submit", (event) => event.preventDefault());
