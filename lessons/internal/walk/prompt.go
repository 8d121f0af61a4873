package walk

import (
	"context"
	"fmt"
	"strings"
)

const more = "Enter: more · ?: all keys"

// present shows blocks, a page at a time, and returns what is typed after that.
// Without keys it shows all of them and returns.
func (w *Walk) present(ctx context.Context, blocks []string, hint string) (key string, err error) {
	if w.Keys == nil {
		fmt.Fprintf(w, "%s\n\n", tight(blocks))
		return "", nil
	}
	_, rows := w.size()
	pages := paginate(blocks, rows-2-height(w.fill("", hint)))
	for i, page := range pages {
		fmt.Fprintf(w, "%s\n\n", page)
		if i == len(pages)-1 {
			break
		}
		if key, err = w.ask(ctx, more); err != nil || key != "" {
			return key, err
		}
	}
	return w.ask(ctx, hint)
}

// paginate puts as many blocks on a page as rows allow. A block that is higher
// than a page is divided.
func paginate(blocks []string, rows int) (pages []string) {
	now := ""
	for i, block := range blocks {
		if now != "" {
			joined := now + separator(blocks[i-1], block) + block
			if height(joined) <= rows {
				now = joined
				continue
			}
			pages = append(pages, now)
		}
		lines := strings.Split(block, "\n")
		for len(lines) > rows {
			pages = append(pages, strings.Join(lines[:rows], "\n"))
			lines = lines[rows:]
		}
		now = strings.Join(lines, "\n")
	}
	if now != "" {
		pages = append(pages, now)
	}
	return pages
}

// ask waits for a line, and returns it in lower case. A closed w.Keys is q.
func (w *Walk) ask(ctx context.Context, hint string) (key string, err error) {
	for {
		fmt.Fprintf(w, "%s\n> ", w.paint().in(grey, w.fill("", hint)))
		select {
		case key, open := <-w.Keys:
			if !open {
				key = "q"
				fmt.Fprintln(w)
			}
			return strings.ToLower(strings.TrimSpace(key)), nil
		case <-w.Resumed:
			fmt.Fprintln(w) // then the prompt once more
		case <-w.Interrupts:
			fmt.Fprintln(w)
			return "", ErrStopped
		case <-ctx.Done():
			return "", context.Cause(ctx)
		}
	}
}
