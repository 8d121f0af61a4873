package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/lessons/16-philosophy/encyclopedia"
	"gosyncio/lessons/16-philosophy/wiki"
	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/with"
)

const usage = `Usage: 16-philosophy [flags]

Without flags it follows six chains through our own encyclopedia, slowly.

  -start "Tea"     begin there; give it again for one more chain
  -goal TITLE      where to get to, Philosophy if nothing else is known
  -limit 100       pages that a chain asks for at most
  -workers 16      pages that are read at the same time at most

  -lang en         read the Wikipedia in this language: 4 pages at once
  -base URL        read the encyclopedia there, which looks like Wikipedia
  -contact MAIL    your address: Wikipedia wants to know who reads so much

  -compare         measure: one chain and many, in sequence and concurrently,
                   in Go and, if it is our own, in Python; each of the four
                   reads all its pages, so at strangers' be brief
  -addr HOST:PORT  serve our own encyclopedia there until Ctrl-C
`

// An order is what the command line asks for.
type order struct {
	plan    chain.Plan
	base    string // empty: our own
	contact string
	addr    string
	compare bool
	delay   time.Duration // what a page takes in our own

	progress *os.File // nil if nobody wants to hear of it
}

// quick is what a page takes in our own encyclopedia, as on a good line.
const quick = 50 * time.Millisecond

// goals are what Philosophy is called.
var goals = map[string]string{
	"cs": "Filozofie", "de": "Philosophie", "en": "Philosophy", "eo": "Filozofio", "es": "Filosofía",
	"fr": "Philosophie", "it": "Filosofia", "nl": "Filosofie", "pl": "Filozofia", "pt": "Filosofia",
	"ru": "Философия", "sv": "Filosofi", "uk": "Філософія",
}

// parse reads the command line.
func parse(args []string) (o order, err error) {
	o.delay = quick
	var lang, goal string
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Func("start", "", func(title string) error {
		if title = wiki.Title(title); title == "" {
			return errors.New("a title has at least one letter")
		}
		o.plan.Starts = append(o.plan.Starts, title)
		return nil
	})
	flags.StringVar(&goal, "goal", "", "")
	flags.IntVar(&o.plan.Limit, "limit", 100, "")
	flags.IntVar(&o.plan.Workers, "workers", 16, "")
	flags.StringVar(&lang, "lang", "", "")
	flags.StringVar(&o.base, "base", "", "")
	flags.StringVar(&o.contact, "contact", "", "")
	flags.BoolVar(&o.compare, "compare", false, "")
	flags.StringVar(&o.addr, "addr", "", "")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if lang != "" && o.base == "" {
		o.base = "https://" + lang + ".wikipedia.org"
	}
	if o.base != "" {
		o.plan.Workers = min(o.plan.Workers, wiki.Polite)
	}
	o.plan.Goal = wiki.Title(cmp.Or(goal, goals[cmp.Or(lang, "en")]))
	if o.base == "" && o.plan.Starts == nil {
		o.plan.Starts = encyclopedia.Dishes()
	}
	if o.addr != "" && flags.NFlag() > 1 {
		return o, errors.New("-addr serves, and takes no other flag")
	}
	return o, o.check(lang, flags.Args())
}

var language = regexp.MustCompile(`^([a-z][a-z-]*)?$`)

func (o order) check(lang string, rest []string) error {
	_, badBase := wiki.New(cmp.Or(o.base, "http://encyclopedia.example"), wiki.Options{})
	_, _, badAddr := net.SplitHostPort(cmp.Or(o.addr, ":0"))
	switch {
	case len(rest) > 0:
		return fmt.Errorf("nobody knows what to do with %q", rest[0])
	case badAddr != nil:
		return fmt.Errorf("-addr should look like 127.0.0.1:8016, not %q", o.addr)
	case !language.MatchString(lang):
		return fmt.Errorf("a language has small letters, as en or zh-yue; %q isn't one", lang)
	case o.plan.Goal == "":
		return fmt.Errorf("what is Philosophy called in %q? Say it with -goal", lang)
	case o.plan.Limit < 1 || o.plan.Workers < 1:
		return errors.New("-limit and -workers are at least 1")
	case strings.ContainsFunc(o.contact, unicode.IsControl):
		return fmt.Errorf("-contact is an address in one line, not %q", o.contact)
	case o.addr == "" && o.plan.Starts == nil:
		return errors.New("say with -start where to begin")
	}
	return badBase
}

// command does what the command line asks for, and returns the exit code.
func command(args []string) int {
	o, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Print(usage)
		return 0
	case err != nil:
		fmt.Fprintf(os.Stderr, "16-philosophy: %v; -h says what there is.\n", err)
		return 2
	}
	o.progress = os.Stderr
	todo := o.crawl
	switch {
	case o.addr != "":
		todo = o.serve
	case o.compare:
		todo = o.measure
	}
	out := &paper{Writer: os.Stdout}
	_, err = task.Run(context.Background(), todo(out))
	if err = cmp.Or(err, out.err); err != nil {
		fmt.Fprintf(os.Stderr, "16-philosophy: %v.\n", err)
		return 1
	}
	return 0
}

// A paper remembers the first error, in case it's full.
type paper struct {
	io.Writer
	err error
}

func (p *paper) Write(text []byte) (int, error) {
	n, err := p.Writer.Write(text)
	p.err = cmp.Or(p.err, err)
	return n, err
}

// crawl follows the chains of the plan and writes down each one.
func (o order) crawl(out io.Writer) task.Func[task.None] {
	return task.Do(func(ctx context.Context) error {
		return o.open(ctx, func(ctx context.Context, client *wiki.Client) error {
			start := time.Now()
			seen := watch(o.progress, len(o.plan.Starts))
			chains, err := seen.crawl(ctx, client.Read, o.plan)
			if err != nil {
				chains = seen.done // before it was stopped
			}
			for _, c := range chains {
				fmt.Fprintln(out, way(c))
			}
			fmt.Fprintf(out, "%s for %s, in %.1f s\n",
				some(client.Requests(), "read"), some(total(chains), "page"), time.Since(start).Seconds())
			return cmp.Or(err, complaint(chains))
		})
	})
}

// way is all of a chain, from page to page.
func way(c chain.Chain) string {
	titles := c.Titles
	if len(titles) == 0 || titles[0] != c.Start { // it goes by another name
		titles = slices.Insert(slices.Clone(titles), 0, c.Start)
	}
	if c.Next != c.Start && c.End == chain.Goal || c.End == chain.Loop {
		titles = append(slices.Clone(titles), c.Next)
	}
	_, result, _ := strings.Cut(c.String(), c.Start+": ")
	return fmt.Sprintf("%s (%s)", strings.Join(titles, " → "), result)
}

// complaint is not nil if there is a chain that a failure has ended.
func complaint(chains []chain.Chain) error {
	failed := 0
	for _, c := range chains {
		if c.End == chain.Failed {
			failed++
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d chains failed", failed, len(chains))
	}
	return nil
}

// serve serves our own encyclopedia until ctx ends.
func (o order) serve(out io.Writer) task.Func[task.None] {
	return task.Do(func(ctx context.Context) error {
		return with.Open(ctx, encyclopedia.At(o.addr, encyclopedia.Handler(o.delay)), func(ctx context.Context, s *encyclopedia.Server) error {
			fmt.Fprintf(out, "%s/wiki/Toast, and %d more; Ctrl-C ends it\n", s.URL, len(encyclopedia.Titles())-1)
			for sleep.For(ctx, time.Hour) == nil {
			}
			return nil
		})
	})
}

// open opens the encyclopedia that is asked for. If it is our own, we may ask
// for as many pages at once as we like.
func (o order) open(ctx context.Context, body func(context.Context, *wiki.Client) error) error {
	if o.base != "" {
		return with.Open(ctx, client(o.base, wiki.Options{Contact: o.contact}), body)
	}
	ours := encyclopedia.InMemory(encyclopedia.Handler(o.delay))
	return with.Open(ctx, ours, func(ctx context.Context, s *encyclopedia.Server) error {
		return with.Open(ctx, client(s.URL, wiki.Options{AtOnce: o.plan.Workers, Dial: s.Dial}), body)
	})
}

// client describes how to make one.
func client(base string, options wiki.Options) task.Func[*wiki.Client] {
	return func(context.Context) (*wiki.Client, error) { return wiki.New(base, options) }
}
