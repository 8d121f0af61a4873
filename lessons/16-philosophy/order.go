package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"regexp"
	"strings"
	"time"
	"unicode"

	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/lessons/16-philosophy/encyclopedia"
	"gosyncio/lessons/16-philosophy/wiki"
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
