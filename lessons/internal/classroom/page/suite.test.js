import assert from "node:assert/strict";
import { test } from "node:test";
import { Suite, messageOf } from "./suite.js";

const output = `=== RUN   TestChat
=== RUN   TestChat/broadcast
=== RUN   TestChat/broadcast/the_others_hear_a_line,_and_its_sender_does_not
    chat_test.go:51: tea should hear "* welcome, tea (1 here)", and hears "tea"
=== RUN   TestChat/broadcast/500_guests_are_there_at_once
--- FAIL: TestChat (3.16s)
    --- FAIL: TestChat/broadcast (3.02s)
        --- FAIL: TestChat/broadcast/the_others_hear_a_line,_and_its_sender_does_not (0.14s)
        --- PASS: TestChat/broadcast/500_guests_are_there_at_once (2.78s)
=== RUN   TestChat/names
--- SKIP: TestChat/names (0.00s)
FAIL
`;

const rows = [
  {
    path: "TestChat/broadcast/the_others_hear_a_line,_and_its_sender_does_not", level: "broadcast",
    name: "the others hear a line, and its sender does not", verdict: "fails", seconds: 0.14,
    words: 'tea should hear "* welcome, tea (1 here)", and hears "tea"',
  },
  { path: "TestChat/broadcast/500_guests_are_there_at_once", level: "broadcast", name: "500 guests are there at once", verdict: "passes", seconds: 2.78, words: "" },
  { path: "TestChat/names", level: "", name: "names", verdict: "skipped", seconds: 0, words: "" },
];

function read(...parts) {
  const suite = new Suite();
  for (const part of parts) suite.feed(part);
  suite.end();
  return suite;
}

for (const { name, parts } of [
  { name: "at once", parts: [output] },
  { name: "letter by letter", parts: [...output] },
  { name: "with Windows' line ends", parts: [output.replaceAll("\n", "\r\n")] },
  { name: "with the marks of test2json", parts: [output.replace(/^(\s*)(===|---|FAIL)/gm, "\x16$1$2")] },
]) {
  test(`rows and verdicts are read ${name}`, () => {
    const suite = read(...parts);
    assert.deepEqual(suite.rows, rows);
    assert.equal(suite.other, "");
  });
}

for (const { name, printed, want, other = "" } of [
  { name: "a test that has begun runs", printed: "=== RUN   TestTea\n", want: ["runs"] },
  { name: "a test that was paused goes on", printed: "=== RUN   TestTea\n=== PAUSE TestTea\n=== CONT  TestTea\n    a.go:1: late\n", want: ["runs late"] },
  { name: "words belong to the test that was named last", printed: "=== RUN   TestTea\n=== RUN   TestEggs\n=== NAME  TestTea\n    a.go:1: hot\n", want: ["runs hot", "runs"] },
  { name: "what a program prints is no verdict", printed: "=== RUN   TestTea\n--- PASS: tea\n", want: ["runs --- PASS: tea"] },
  { name: "a verdict after unfinished output is one with test2json", printed: "=== RUN   TestTea\nhot\x16--- PASS: TestTea (0.10s)\n", want: ["passes hot"] },
  { name: "a verdict of an unknown test is none", printed: "=== RUN   TestTea\n--- PASS: TestEggs (0.10s)\n", want: ["runs"] },
  { name: "a panic is no row's", printed: "=== RUN   TestTea\npanic: burnt\n\ngoroutine 7 [running]:\n", want: ["runs"], other: "panic: burnt\n\ngoroutine 7 [running]:\n" },
  { name: "a subtest makes its test a level", printed: "=== RUN   TestTea\n=== RUN   TestTea/cup#01\n", want: ["runs"] },
  { name: "without tests there are no rows", printed: "testing: warning: no tests to run\nPASS\n", want: [], other: "testing: warning: no tests to run\n" },
]) {
  test(name, () => {
    const suite = new Suite();
    suite.feed(printed);
    assert.deepEqual(suite.rows.map((r) => `${r.verdict} ${r.words}`.trim()), want);
    assert.equal(suite.other, other);
  });
}

test("a test that has not ended with the program is unfinished", () => {
  const suite = read("=== RUN   TestTea\n=== RUN   TestEggs\n--- PASS: TestTea (0.00s)\n");
  assert.deepEqual(suite.counts, { all: 2, runs: 0, passes: 1, fails: 0, skipped: 0, unfinished: 1 });
});

for (const { name, lines, want } of [
  { name: "t.Errorf", lines: ["    tea_test.go:7: too hot"], want: "too hot" },
  {
    name: "testify's NoError",
    lines: [
      "    suite_test.go:30: ", "        \tError Trace:\t/w/suite_test.go:30", "        \tError:      \tReceived unexpected error:",
      "        \t            \tbread was read 3 times", "        \t            \theat was read 3 times", "        \tTest:       \tTestExercise/once",
    ],
    want: "bread was read 3 times\nheat was read 3 times",
  },
  {
    name: "testify's Equal, with a message",
    lines: ["\tError Trace:\t/w/a.go:3", "\t            \t/w/b.go:4", "\tError:      \tNot equal: ", "\t            \texpected: 1", "\tTest:       \tTestTea", "\tMessages:   \tfor tea"],
    want: "Not equal:\nexpected: 1\nfor tea",
  },
]) {
  test(`words of a failure: ${name}`, () => assert.equal(messageOf(lines), want));
}
