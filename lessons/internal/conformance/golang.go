package conformance

import (
	"fmt"
	"strings"
)

// asGo writes p in Go, without what play adds where a cancellation is caught.
func asGo(p *Program) string {
	var b strings.Builder
	b.WriteString("const us = time.Microsecond\n")
	p.each(func(n *Node) {
		fmt.Fprintf(&b, "\nfunc n%d(ctx context.Context, group ...*task.Task[string]) (string, error) {\n%s}\n", n.ID, indent(goBody(n), "\t"))
	})
	b.WriteString("\nfunc main() {\n\ttask.Run(ctx, func(ctx context.Context) (string, error) {\n\t\tmain := task.Go(ctx, n1)\n")
	if p.Cancel > 0 {
		fmt.Fprintf(&b, "\t\ttime.AfterFunc(%d*us, func() { main.Cancel(nil) })\n", p.Cancel)
	}
	b.WriteString("\t\treturn main.Await(ctx)\n\t})\n}\n")
	return b.String()
}

func goBody(n *Node) string {
	switch n.Op {
	case "leaf":
		text := fmt.Sprintf("err := sleep.For(ctx, %d*us)\n", n.D)
		if n.Grace > 0 {
			text += fmt.Sprintf("// cancelled: deaf for %d us, then %s\n", n.Grace, n.Then)
		}
		return text + "return " + map[string]string{"error": `"", errBoom`, "value": `"value", err`}[n.End] + "\n"
	case "cancel":
		return fmt.Sprintf("sleep.For(ctx, %d*us)\ngroup[%d].Cancel(nil)\nreturn \"\", sleep.For(ctx, %d*us)\n", n.D, n.Target, n.Grace)
	case "seq":
		return list(n, "n%d(ctx)") + " // one after the other, until one fails\n"
	case "waitfor":
		return fmt.Sprintf("return waitfor.AtMost(ctx, %d*us, n%d)\n", n.D, n.Kids[0].ID)
	case "shield":
		return deadline(n, "root") + fmt.Sprintf("return task.Go(root, n%d).Shield(ctx)\n", n.Kids[0].ID)
	case "run":
		return goRun(n)
	case "start":
		return deadline(n, "root") + fmt.Sprintf("task.Start(root, \"\", func(ctx context.Context) { n%d(ctx) })\nreturn \"started\", sleep.For(ctx, %d*us)\n", n.Kids[0].ID, n.Grace)
	case "rollback":
		return fmt.Sprintf("v, err := n%d(ctx)\nif err != nil {\n\treturn \"\", %s\n}\nreturn v, nil\n", n.Kids[0].ID, goWrap(n))
	case "with":
		return fmt.Sprintf("// enter: %d us, then %s; exit: %d us, then %s\nreturn with.Do(ctx, manager{}, n%d)\n", n.D, n.End, n.Grace, n.Then, n.Kids[0].ID)
	case "try":
		return fmt.Sprintf("v, err := n%d(ctx)\nif caught(err, %q) {\n\treturn n%d(ctx)\n}\nreturn v, err\n", n.Kids[0].ID, n.Mode, n.Kids[1].ID)
	default:
		return goGroup(n)
	}
}

// deadline detaches a ctx, where n has a limit for that.
func deadline(n *Node, ctx string) string {
	return timeout(n, ctx+", cancel := context.WithTimeout(context.WithoutCancel("+ctx+"), %d*us)\n")
}

func goRun(n *Node) string {
	if n.Then != "panic" {
		return fmt.Sprintf("return task.Run(ctx, n%d) // its tasks are detached from ctx\n", n.Kids[0].ID)
	}
	return fmt.Sprintf("defer func() { recover() }() // and returns errBoom\nreturn task.Run(ctx, func(ctx context.Context) (string, error) {\n\tn%d(ctx)\n\tpanic(errBoom)\n})\n", n.Kids[0].ID)
}

func goWrap(n *Node) string {
	two := n.Then == "error"
	switch {
	case two && n.Wrap == "swap":
		return `fmt.Errorf("%w, after %w", errBoom, err)`
	case two && n.Wrap == "join":
		return "errors.Join(err, errBoom)"
	case two && n.Wrap == "type":
		return "&both{err, errBoom} // Unwrap returns both"
	case two && n.Wrap == "is":
		return "errors.Join(&aborted{detail}, errBoom) // Is says context.Canceled, if err is one"
	case two:
		return `fmt.Errorf("%w: rolling back: %w", err, errBoom)`
	case n.Wrap == "join":
		return "errors.Join(err)"
	case n.Wrap == "type":
		return `&both{fmt.Errorf("once: %w", err), err} // Unwrap returns both`
	case n.Wrap == "is":
		return "&aborted{detail} // Is says context.Canceled, if err is one"
	default:
		return `fmt.Errorf("rolled back: %w", err)`
	}
}

// goGroup is the body of what makes several tasks.
func goGroup(n *Node) string {
	tasks := "tasks := start(" + list(n, "n%d") + ") // each a task.Go under Run's ctx\n"
	switch n.Op {
	case "spawn":
		return tasks + fmt.Sprintf("for _, i := range []int{%s} {\n\ttasks[i].Await(ctx) // until one fails\n}\n", strings.Trim(strings.ReplaceAll(fmt.Sprint(n.Order), " ", ", "), "[]"))
	case "gather":
		tasks = deadline(n, "ctx") + tasks
		call := map[string]string{"all": "gather.All", "outcomes": "gather.Outcomes"}[n.Mode]
		if n.Handles {
			return tasks + "return " + call + "(ctx, tasks.Await...)\n"
		}
		return deadline(n, "ctx") + "return " + call + "(ctx, " + list(n, "n%d") + ")\n"
	case "wait":
		call := map[string]string{"first": "First", "error": "FirstError", "all": "All"}[n.Mode]
		text := tasks + timeout(n, "ctx, cancel := context.WithTimeout(ctx, %d*us)\n") + "done, pending := wait." + call + "(ctx, tasks...)\n"
		if n.Then == "cancel" {
			text += "for _, t := range pending {\n\tt.Cancel(nil)\n}\nwait.All(ctx, pending...)\n"
		}
		return text
	default: // completed
		return tasks + timeout(n, "ctx, cancel := context.WithTimeout(ctx, %d*us)\n") + fmt.Sprintf("for t := range wait.Completions(ctx, tasks...) { // break after %d\n}\n", n.Stop)
	}
}
