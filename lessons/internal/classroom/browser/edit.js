// Runs in the page, in Chromium and in Firefox: what the reader does with an editor that is
// open and has its whole text selected. It pastes another program, presses Run, and resolves
// to the ms from then on until a word of the new program's output can be read. It ends when
// the program has ended: the next edit finds an idle page.
async (program, word) => {
  const until = (condition) => new Promise((resolve) => {
    const look = () => (condition() ? resolve(performance.now()) : setTimeout(look, 2));
    look();
  });
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", program);
  const content = document.querySelector("#editor").shadowRoot.querySelector(".cm-content");
  const firefox = { data: program, dataType: "text/plain" }; // it has no clipboardData
  content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, ...firefox, bubbles: true, cancelable: true }));
  document.documentElement.dataset.state = "idle";
  const began = performance.now();
  document.querySelector("#run").click();
  const ended = () => ["done", "failed"].includes(document.documentElement.dataset.state);
  const seen = () => document.querySelector("[aria-label=Output]").innerText.includes(word);
  const read = await until(() => seen() || ended());
  await until(ended);
  if (!seen()) {
    throw new Error(`the output has no ${word}: ${document.body.innerText.slice(0, 500)}`);
  }
  return read - began;
}
