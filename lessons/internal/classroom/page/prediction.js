// The question of a lesson: the reader answers it, or skips it, and then may see
// the run.

/**
 * Prediction is the form with the answers. "answered" { answer } is sent once the
 * reader has answered or skipped (-1), also if that was on an earlier visit; "unkept"
 * if the browser could not keep the answer.
 */
export class Prediction extends EventTarget {
  #form;
  #store;
  #page;
  #buttons;

  constructor(form, store, page) {
    super();
    this.#form = form;
    this.#store = store;
    this.#page = page;
    this.#buttons = { answer: form.querySelector("#answer"), skip: form.querySelector("#skip"), again: form.querySelector("#again") };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
      this.#buttons.again.focus(); // the button that had the focus is gone
    });
    this.#buttons.skip.addEventListener("click", () => {
      this.skip();
      this.#buttons.answer.focus();
    });
    this.#buttons.again.addEventListener("click", () => this.#ask());
  }

  /** open shows the answer of an earlier visit. */
  open() {
    const answer = this.#store.answer(this.#page.slug, this.#page.source);
    if (answer !== null) this.#show(answer);
  }

  /** answered tells whether the reader has answered or skipped. */
  answered = false;

  /** settle answers with what is chosen; if nothing is, it skips the question. */
  settle() {
    if (this.answered) return;
    if (this.#form.querySelector("input:checked")) this.#submit();
    else this.skip();
  }

  /** skip shows no answer. */
  skip() {
    if (this.answered) return;
    this.#keep(-1);
    this.#show(-1);
  }

  #submit() {
    const chosen = this.#form.querySelector("input:checked");
    if (!chosen) {
      this.#form.querySelector("input").focus();
      return;
    }
    this.#keep(Number(chosen.value));
    this.#show(Number(chosen.value));
  }

  #keep(answer) {
    const { slug, source } = this.#page;
    if (!this.#store.setAnswer(slug, source, answer)) this.dispatchEvent(new CustomEvent("unkept"));
  }

  #show(answer) {
    this.answered = true;
    this.#form.dataset.answered = answer < 0 ? "skipped" : "yes";
    const items = [...this.#form.querySelectorAll(".answer")];
    const right = items.findIndex((item) => item.hasAttribute("data-right"));
    verdicts(answer, right, items.length).forEach((verdict, i) => show(items[i], verdict));
    this.#buttons.answer.hidden = answer >= 0;
    this.#buttons.skip.hidden = true;
    this.#buttons.again.hidden = answer < 0;
    this.dispatchEvent(new CustomEvent("answered", { detail: { answer } }));
  }

  #ask() {
    this.#keep(null);
    this.answered = false;
    delete this.#form.dataset.answered;
    for (const item of this.#form.querySelectorAll(".answer")) show(item, {});
    this.#buttons.answer.hidden = this.#buttons.skip.hidden = false;
    this.#buttons.again.hidden = true;
    this.#form.querySelector("input").focus();
  }
}

/**
 * verdicts says of each answer what the form shows: whether it is chosen, right or
 * wrong, hidden, no longer to be chosen, and whether its sentence stands below it.
 * answer is the chosen one, or -1; then the reader may still answer.
 */
export function verdicts(answer, right, n) {
  return Array.from({ length: n }, (_, i) => {
    const isChosen = i === answer;
    if (answer < 0) return {};
    return { isChosen, isRight: i === right, isWrong: isChosen && i !== right, isHidden: !isChosen && i !== right, isFixed: true, says: isChosen };
  });
}

function show(item, { isChosen = false, isRight = false, isWrong = false, isHidden = false, isFixed = false, says = false }) {
  Object.assign(item.querySelector("input"), { checked: isChosen, disabled: isFixed });
  item.classList.toggle("right", isRight);
  item.classList.toggle("wrong", isWrong);
  item.hidden = isHidden;
  const why = item.querySelector(".why"); // the right answer needs none
  if (why) why.hidden = !says;
}
