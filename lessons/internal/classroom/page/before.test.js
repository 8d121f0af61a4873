import assert from "node:assert/strict";
import { test } from "node:test";
import { Lines, recordRun } from "./before.js";

class FakePicture {
  calls = [];
  addTrace(bytes) { this.calls.push(`trace ${bytes}`); }
  setLines(lines) { this.calls.push(`lines ${lines}`); }
  setNow(at) { this.calls.push(`now ${at}`); }
}

function fakeRun(...events) {
  return class FakeRun extends EventTarget {
    start({ clock }) {
      assert.equal(clock, "instant");
      for (const [type, detail] of events) this.dispatchEvent(new CustomEvent(type, { detail }));
    }

    stop() {
      this.constructor.stopped = true;
    }
  };
}

const record = (Run, more) => recordRun({ Run, Picture: FakePicture, root: "/", program: "06.wasm", ...more });

test("a run is recorded with its traces and its lines", async () => {
  const picture = await record(fakeRun(
    ["state", { state: "running" }], ["output", { text: "tea re" }], ["trace", { bytes: "t1" }], ["output", { text: "ady\neggs\n" }],
    ["trace", { bytes: "t2" }], ["state", { state: "done" }],
  ));
  assert.deepEqual(picture.calls, ["trace t1", "trace t2", "lines tea ready,eggs", "now null"]);
});

test("a run that fails is not recorded", async () => {
  assert.equal(await record(fakeRun(["state", { state: "failed" }])), null);
});

test("a run that does not end is stopped", async () => {
  const Run = fakeRun();
  assert.equal(await record(Run, { limit: 0 }), null);
  assert.equal(Run.stopped, true);
});

test("lines are joined of parts", () => {
  const lines = new Lines();
  for (const part of ["a", "b\n\nc", "d"]) lines.add(part);
  assert.deepEqual(lines.all, ["ab", "", "cd"]);
});
