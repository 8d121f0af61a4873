// What the compiler and the linker print, as problems at their places.

/** The problems in what was printed: [{ file, line, column, message, hint }]. */
export function problemsIn(printed, files) {
  const problems = [];
  for (const line of printed.split("\n")) {
    const match = /^(?:\.\/|\/w\/\S*?\/)?([^\s:/]+\.go):(\d+)(?::(\d+))?: (.*)$/.exec(line);
    if (match) {
      const [, file, row, column = "1", message] = match;
      problems.push({ file, line: Number(row), column: unit(files[file], Number(row), Number(column)), message, hint: "" });
    } else if (problems.length > 0 && /^\s+\S/.test(line)) {
      problems.at(-1).message += `\n${line.trim()}`; // further lines of the same message
    }
  }
  return problems.length > 0 ? problems : [whole(printed)];
}

// Something that has no place: the linker's words, or a fault of the compiler.
function whole(printed) {
  const version = /object is \[([^\]]*)\] expected \[([^\]]*)\]|compile: version "([^"]*)" does not match go tool version "([^"]*)"/.exec(printed);
  if (version) {
    const [, object, expected, compiled, tool] = version;
    return { file: "", line: 1, column: 1, message: mismatch(expected ?? tool, object ?? compiled), hint: "" };
  }
  const first = printed.trim().split("\n").slice(0, 3).join("\n") || "the compiler ended without a word";
  return { file: "", line: 1, column: 1, message: `the compiler did not make a program: ${first}`, hint: "" };
}

/** Says that the tools and the packages come from different versions of Go. */
export function mismatch(tool, packages) {
  return `the compiler is ${tool}, and the packages were compiled by ${packages}: load the page again; ` +
    "if that does not help, make the site anew with serve or export";
}

// The column in UTF-16 code units of a column in bytes.
function unit(text, row, column) {
  const line = text?.split("\n")[row - 1];
  if (line === undefined) {
    return column;
  }
  const bytes = new TextEncoder().encode(line).subarray(0, column - 1);
  return new TextDecoder().decode(bytes).length + 1;
}
