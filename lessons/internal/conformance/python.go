package conformance

import (
	"fmt"
	"strings"
)

// pythonHead is what the programs stand on.
const pythonHead = `import asyncio

us = 1e-6

class Boom(Exception):
    pass

async def deaf(seconds):
    until = asyncio.get_running_loop().time() + seconds
    while (left := until - asyncio.get_running_loop().time()) > 0:
        try:
            await asyncio.sleep(left)
        except asyncio.CancelledError:
            pass

class Manager:
    def __init__(self, enter, entered, exit, answer):
        self.enter, self.entered, self.exit, self.answer = enter, entered, exit, answer

    async def __aenter__(self):
        await asyncio.sleep(self.enter)
        if self.entered == "error":
            raise Boom

    async def __aexit__(self, *problem):
        await asyncio.sleep(self.exit)
        if self.answer in ("error", "replace"):
            raise Boom
        return self.answer == "suppress"
`

// asPython writes p as a Python program to read and to try.
func asPython(p *Program) string {
	var b strings.Builder
	b.WriteString(pythonHead)
	p.each(func(n *Node) {
		fmt.Fprintf(&b, "\nasync def n%d(group=None):\n%s", n.ID, indent(pythonBody(n), "    "))
	})
	b.WriteString("\nasync def main():\n    main = asyncio.create_task(n1())\n")
	if p.Cancel > 0 {
		fmt.Fprintf(&b, "    asyncio.get_running_loop().call_later(%d * us, main.cancel)\n", p.Cancel)
	}
	b.WriteString("    await main\n\nasyncio.run(main())\n")
	return b.String()
}

func pythonBody(n *Node) string {
	const one = "n%d(group)"
	kid := func(i int) string { return fmt.Sprintf(one, n.Kids[i].ID) }
	switch n.Op {
	case "leaf":
		text := fmt.Sprintf("await asyncio.sleep(%d * us)\n", n.D)
		if n.Grace > 0 {
			then := map[string]string{"cancel": "raise", "value": "return 'late'", "error": "raise Boom"}[n.Then]
			text = fmt.Sprintf("try:\n    %sexcept asyncio.CancelledError:\n    await deaf(%d * us)\n    %s\n", text, n.Grace, then)
		}
		return text + pythonEnd(n.End)
	case "cancel":
		return fmt.Sprintf("await asyncio.sleep(%d * us)\ngroup[%d].cancel()\nawait asyncio.sleep(%d * us)\n", n.D, n.Target, n.Grace)
	case "seq":
		return "return [" + list(n, "await "+one) + "]\n"
	case "waitfor":
		return fmt.Sprintf("return await asyncio.wait_for(%s, %d * us)\n", kid(0), n.D)
	case "shield":
		return pythonTask(n) + "return await asyncio.shield(task)\n"
	case "run":
		last := map[string]string{"return": "await wait_for_all()", "panic": "raise Boom"}[n.Then]
		return fmt.Sprintf("# parts.py's Scope stands for the nested Run\ntry:\n    return await %s\nfinally:\n    cancel_all()\n    %s\n", kid(0), last)
	case "start":
		return pythonTask(n) + fmt.Sprintf("await asyncio.sleep(%d * us)\nreturn 'started'\n", n.Grace)
	case "rollback":
		then := map[string]string{"pass": "raise", "error": "raise Boom from exc"}[n.Then]
		return fmt.Sprintf("try:\n    return await %s\nexcept BaseException as exc:\n    %s\n", kid(0), then)
	case "with":
		return fmt.Sprintf("async with Manager(%d * us, %q, %d * us, %q):\n    return await %s\n", n.D, n.End, n.Grace, n.Then, kid(0))
	case "try":
		return fmt.Sprintf("try:\n    return await %s\nexcept %s:\n    return await %s\n", kid(0),
			map[string]string{"error": "Boom", "cancel": "asyncio.CancelledError", "timeout": "TimeoutError", "any": "BaseException"}[n.Mode], kid(1))
	default:
		return pythonGroup(n)
	}
}

// pythonTask makes a task that only a deadline cancels, where n has one.
func pythonTask(n *Node) string {
	return fmt.Sprintf("task = asyncio.create_task(n%d())\n", n.Kids[0].ID) + timeout(n, "asyncio.get_running_loop().call_later(%d * us, task.cancel)\n")
}

// pythonGroup is the body of what makes several tasks.
func pythonGroup(n *Node) string {
	tasks := fmt.Sprintf("tasks = []\ntasks += [asyncio.create_task(kid(tasks)) for kid in (%s,)]\n", list(n, "n%d"))
	switch n.Op {
	case "spawn":
		return tasks + fmt.Sprintf("return [await tasks[i] for i in %s]\n", strings.ReplaceAll(fmt.Sprint(n.Order), " ", ", "))
	case "gather":
		more := ""
		if n.Mode == "outcomes" {
			more = ", return_exceptions=True"
		}
		gather := "asyncio.gather(" + list(n, "n%d()") + more + ")"
		if n.Handles {
			gather = "asyncio.gather(*tasks" + more + ")"
		} else {
			tasks = ""
		}
		if n.D > 0 {
			return tasks + fmt.Sprintf("# detached: only the deadline cancels it\nreturn await detached(%s, %d * us)\n", gather, n.D)
		}
		return tasks + "return await " + gather + "\n"
	case "wait":
		mode := map[string]string{"first": "FIRST_COMPLETED", "error": "FIRST_EXCEPTION", "all": "ALL_COMPLETED"}[n.Mode]
		text := tasks + fmt.Sprintf("done, pending = await asyncio.wait(tasks, return_when=asyncio.%s%s)\n", mode, timeout(n, ", timeout=%d * us"))
		if n.Then == "cancel" {
			text += "for task in pending:\n    task.cancel()\nif pending:\n    await asyncio.wait(pending)\n"
		}
		return text
	default: // completed
		return tasks + fmt.Sprintf("for task in asyncio.as_completed(tasks%s):  # break after %d\n    await task\n", timeout(n, ", timeout=%d * us"), n.Stop)
	}
}

func pythonEnd(end string) string {
	if end == "error" {
		return "raise Boom\n"
	}
	return "return 'value'\n"
}
