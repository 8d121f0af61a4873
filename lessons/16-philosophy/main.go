// Get to Philosophy.
//
// Follow the first link of an article, of the next one, and so on: most
// chains lead to Philosophy. One can't be made faster, for only a page
// tells which is next. Many can: all at once, and where they meet, each
// page is read once.
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

// slow is what a page takes here, so that one can watch.
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

// total is how many pages the chains have, each for itself.
func total(chains []chain.Chain) (pages int) {
	for _, c := range chains {
		pages += len(c.Titles)
	}
	return pages
}

// reading opens our encyclopedia, in memory, for as long as body reads.
func reading(
	ctx context.Context,
	body func(ctx context.Context, client *wiki.Client) error,
) error {
	pages := encyclopedia.Handler(slow)
	return with.Open(ctx, encyclopedia.InMemory(pages), func(
		ctx context.Context, server *encyclopedia.Server,
	) error {
		open := client(server.URL, wiki.Options{
			AtOnce: 16, // it's ours, so we may
			Dial:   server.Dial,
		})
		return with.Open(ctx, open, body)
	})
}

func main() {
	if len(os.Args) > 1 {
		os.Exit(command(os.Args[1:]))
	}
	err := task.Main(func(ctx context.Context) error {
		return kitchen(ctx, os.Stdout)
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
