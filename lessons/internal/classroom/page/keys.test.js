import assert from "node:assert/strict";
import { test } from "node:test";

import { action } from "./keys.js";

const body = { tagName: "BODY" };
const press = (key, target = body, more = {}) => action({ key, target, ...more });

for (const [key, want] of [
  ["ArrowLeft", "previous"], ["ArrowRight", "next"], ["r", "run"], [" ", "pause"], ["s", "step"], ["b", "back"], ["e", "edit"], ["f", "picture"], ["?", "help"],
]) {
  test(`${key === " " ? "the blank" : key} asks for ${want}`, () => assert.equal(press(key), want));
}

const untaken = [
  ["a key without a meaning does nothing", press("x")],
  ["a key that is the name of a method does nothing", press("toString")],
  ["Control and r reloads the page", press("r", body, { ctrlKey: true })],
  ["Command and r reloads the page", press("r", body, { metaKey: true })],
  ["Alt and left goes back in the browser", press("ArrowLeft", body, { altKey: true })],
  ["a key that something has taken is taken", press("r", body, { defaultPrevented: true })],
  ["r held down runs the program once", press("r", body, { repeat: true })],
  ["a text area gets its r", press("r", { tagName: "TEXTAREA" })],
  ["a text field gets its question mark", press("?", { tagName: "INPUT", type: "text" })],
  ["an editable element gets its blank", press(" ", { tagName: "DIV", isContentEditable: true })],
  ["a select finds its options by letters", press("s", { tagName: "SELECT" })],
  ["a button is pressed by the blank", press(" ", { tagName: "BUTTON" })],
  ["a radio button is chosen by arrows", press("ArrowRight", { tagName: "INPUT", type: "radio" })],
  ["a radio button is chosen by the blank", press(" ", { tagName: "INPUT", type: "radio" })],
];
for (const [name, got] of untaken) test(name, () => assert.equal(got, null));

test("r runs the program after an answer was chosen", () => assert.equal(press("r", { tagName: "INPUT", type: "radio" }), "run"));
test("s held down makes one step after the other", () => assert.equal(press("s", body, { repeat: true }), "step"));
test("an arrow changes the lesson although a button has the focus", () => assert.equal(press("ArrowRight", { tagName: "BUTTON" }), "next"));
