// What the compiler and the linker print, as problems at their places.

/**
 * The problems in what was printed: [{ file, line, column, message, hint }]. files are the
 * sources by their names. A problem without a place has no file, and the line 0.
 */
export function problemsIn(printed, files) {
  if (VERSIONS.some((pattern) => pattern.test(printed))) {
    return [whole(printed)];
  }
  const problems = [];
  for (const line of printed.split("\n")) {
    const match = /^(?:[^\s:]*\/)?([^\s:/]+\.go):(\d+)(?::(\d+))?: (.*)$/.exec(line);
    if (match && match[1] in files) {
      const [, file, row, column = "1", message] = match;
      problems.push({ file, line: Number(row), column: unit(files[file], Number(row), Number(column)), message, hint: "" });
    } else if (problems.length > 0 && /^\s+\S/.test(line)) {
      problems.at(-1).message += `\n${line.trim()}`; // further lines of the same message
    }
  }
  return problems.length > 0 ? problems : [whole(printed)];
}

// The compiler refuses what another version of Go compiled, and says both versions.
const VERSIONS = [
  /object is \[[^\]]*?(?<packages>go1[^\s\]]*)[^\]]*\] expected \[[^\]]*?(?<tool>go1[^\s\]]*)/,
  /compile: version "(?<tool>[^"]*)" does not match go tool version "(?<packages>[^"]*)"/,
];

// Something that has no place: other versions, the linker's words, or a fault of the compiler.
function whole(printed) {
  for (const pattern of VERSIONS) {
    const versions = pattern.exec(printed)?.groups;
    if (versions) {
      return { file: "", line: 0, column: 0, message: mismatch(versions.tool, versions.packages), hint: "" };
    }
  }
  const first = printed.trim().split("\n").slice(0, 3).join("\n") || "the compiler ended without a word";
  return { file: "", line: 0, column: 0, message: `the compiler did not make a program: ${first}`, hint: "" };
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
