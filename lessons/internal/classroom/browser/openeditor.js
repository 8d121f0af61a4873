// Runs in the page before edit.js: the clock jumps, so that the program's sleeps take no
// time, and the editor is opened. It resolves when the reader can type.
async () => {
  const clock = document.querySelector("[aria-label=Clock]");
  clock.value = "instant";
  clock.dispatchEvent(new Event("change"));
  document.querySelector("#edit").click();
  const content = () => document.querySelector("#editor")?.shadowRoot?.querySelector(".cm-content");
  while (!content()) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  document.querySelector("#whole").click();
  content().focus();
}
