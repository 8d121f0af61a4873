// A recorded run: of a lesson whose program can't run in a page.

/** loadRecorded returns the lines that a run printed, with their times in ns, and its trace. */
export async function loadRecorded(root, slug) {
  const [lines, trace] = await Promise.all(["json", "trace"].map(async (kind) => {
    const answer = await fetch(new URL(`recorded/${slug}.${kind}`, root));
    if (!answer.ok) throw new Error(`recorded/${slug}.${kind}: ${answer.status}`);
    return kind === "json" ? (await answer.json()).lines : answer.arrayBuffer();
  }));
  return { lines, trace };
}
