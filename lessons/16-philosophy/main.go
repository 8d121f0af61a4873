// Get to Philosophy.
//
// Follow the first link of an article, then the first link of that
// page, and so on: most chains lead to Philosophy. One chain cannot be
// made faster, because only a page says which page is next. Many chains
// can: run all at once, and read each page once.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/lessons/16-philosophy/encyclopedia"
	"gosyncio/lessons/16-philosophy/wiki"
	"gosyncio/task"
	"gosyncio/with"
)

// slow is how long a page takes here, so that a class can watch.
const slow = 500 * time.Millisecond

// kitchen follows six chains through our own encyclopedia.
func kitchen(ctx context.Context, out io.Writer) error {
	return reading(ctx, func(
		ctx context.Context, client *wiki.Client,
	) error {
		// --- core
		plan := chain.Plan{
			Starts: []string{"Toast", "Menu", "Bagel",
				"Plant", "Crumb", "Egg"},
			Goal:    "Philosophy",
			Limit:   100,
			Workers: 16,
			Ended: func(c chain.Chain) {
				fmt.Fprintln(out, c)
			},
		}
		chains, err := Crawl(ctx, client.Read, plan)
		if err != nil {
			return err
		}
		n, pages := client.Requests(), total(chains)
		fmt.Fprintf(out, "%d reads for %d pages\n",
			n, pages)
		// --- end
		return nil
	})
}

// total adds up the pages of all chains.
func total(chains []chain.Chain) (pages int) {
	for _, c := range chains {
		pages += len(c.Titles)
	}
	return pages
}

// reading opens our encyclopedia, in memory, and calls body.
func reading(
	ctx context.Context,
	body func(ctx context.Context, client *wiki.Client) error,
) error {
	pages := encyclopedia.Handler(slow)
	return plainError(ctx, with.Open(ctx, encyclopedia.InMemory(pages),
		func(ctx context.Context, s *encyclopedia.Server) error {
			open := newClient(s.URL, wiki.Options{
				AtOnce: 16, // the server is ours
				Dial:   s.Dial,
			})
			return with.Open(ctx, open, body)
		}))
}

func main() {
	if len(os.Args) > 1 {
		os.Exit(runCommand(os.Args[1:]))
	}
	err := task.Main(func(ctx context.Context) error {
		return kitchen(ctx, os.Stdout)
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
