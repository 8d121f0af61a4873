// The region Problems: each problem as a sentence, with a button that goes to its
// line. While there are none the region is hidden.

/** countText is "1 problem" or "2 problems". */
export function countText(n) {
  return n === 1 ? "1 problem" : `${n} problems`;
}

/** isIn tells whether a problem is at a place in a file. One whose file is "" has none. */
export function isIn({ file = null, line }, edited) {
  return line > 0 && (file === null || file === edited);
}

/** placeText names a problem's place: its file where that is not the edited one, and its line. */
export function placeText({ file, line }, edited) {
  if (file === "") return "";
  const other = file && file !== edited ? `${file}, ` : "";
  return line > 0 ? `${other}line ${line}` : other.slice(0, -2);
}

/** showProblems fills the region. goTo(line, column) is called when the reader chooses a problem. */
export function showProblems(region, problems, { file = "", goTo = () => {} } = {}) {
  region.hidden = problems.length === 0;
  const count = document.createElement("p");
  count.className = "problems-count";
  count.setAttribute("role", "status");
  count.textContent = problems.length > 0 ? countText(problems.length) : "";
  const list = document.createElement("ol");
  list.append(...problems.map((p) => item(p, file, goTo)));
  region.replaceChildren(count, list);
}

function item(problem, file, goTo) {
  const li = document.createElement("li");
  const place = placeText(problem, file);
  const isHere = isIn(problem, file);
  if (place) {
    const at = document.createElement(isHere ? "button" : "span");
    at.className = "problem-place";
    at.textContent = place;
    if (isHere) {
      at.type = "button";
      at.addEventListener("click", () => goTo(problem.line, problem.column || 1));
    }
    li.append(at, " ");
  }
  li.append(problem.message);
  if (problem.hint) {
    const hint = document.createElement("p");
    hint.className = "problem-hint";
    hint.textContent = problem.hint;
    li.append(hint);
  }
  return li;
}
