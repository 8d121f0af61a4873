package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/lessons/16-philosophy/encyclopedia"
	"gosyncio/lessons/16-philosophy/wiki"
	"gosyncio/lessons/internal/talk"
)

const usage = `Usage: 16-philosophy [flags]

Without flags it follows six chains through our own encyclopedia, slowly.

  -start "Tea"     the first page of a chain; repeat it for more chains
  -goal TITLE      the page where a chain ends, if it is not Philosophy
  -limit 100       a chain reads this many pages at most
  -workers 16      this many pages are read at the same time at most

  -lang en         read the Wikipedia of this language, 4 pages at a time
  -base URL        read the encyclopedia there, with Wikipedia's markup
  -contact MAIL    your address: Wikipedia asks a program that reads many
                   pages for one

  -compare         measure one chain and many chains, one page at a time
                   and concurrently, in Go and, for our own encyclopedia,
                   in Python; all pages are read four times, so give only
                   a few chains if the server is not yours
  -addr HOST:PORT  serve our own encyclopedia there until Ctrl-C
`

// A command is what the command line asks for.
type command struct {
	plan    chain.Plan
	base    string // empty: our own encyclopedia
	contact string
	addr    string
	compare bool
	delay   time.Duration // how long a page of our own encyclopedia takes

	progress *os.File // nil: print no progress
}

// quick is how long a page of our own encyclopedia takes, as on a good line.
const quick = 50 * time.Millisecond

// goals are the titles of Philosophy.
var goals = map[string]string{
	"cs": "Filozofie", "de": "Philosophie", "en": "Philosophy", "eo": "Filozofio", "es": "Filosofía",
	"fr": "Philosophie", "it": "Filosofia", "nl": "Filosofie", "pl": "Filozofia", "pt": "Filosofia",
	"ru": "Философия", "sv": "Filosofi", "uk": "Філософія",
}

// parse reads the command line.
func parse(args []string) (c command, err error) {
	c.delay = quick
	var lang, goal string
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Func("start", "", func(title string) error {
		if title = wiki.Title(title); title == "" {
			return errors.New("a title has at least one letter")
		}
		c.plan.Starts = append(c.plan.Starts, title)
		return nil
	})
	flags.StringVar(&goal, "goal", "", "")
	flags.IntVar(&c.plan.Limit, "limit", 100, "")
	flags.IntVar(&c.plan.Workers, "workers", 16, "")
	flags.StringVar(&lang, "lang", "", "")
	flags.StringVar(&c.base, "base", "", "")
	flags.StringVar(&c.contact, "contact", "", "")
	flags.BoolVar(&c.compare, "compare", false, "")
	flags.StringVar(&c.addr, "addr", "", "")
	if err := cmp.Or(flags.Parse(args), given(flags), checkAddr(flags)); err != nil {
		return c, err
	}
	if lang != "" && c.base == "" {
		c.base = "https://" + lang + ".wikipedia.org"
	}
	if c.base != "" {
		c.plan.Workers = min(c.plan.Workers, wiki.Polite)
	}
	c.plan.Goal = wiki.Title(cmp.Or(goal, goals[cmp.Or(lang, "en")]))
	if c.base == "" && c.plan.Starts == nil {
		c.plan.Starts = encyclopedia.Dishes()
	}
	return c, c.check(lang)
}

// examples are values of the flags that take a text.
var examples = map[string]string{
	"base":    "a URL, such as https://en.wikipedia.org",
	"contact": "your address", "goal": "a title, such as Philosophy", "lang": "a language, such as en",
}

// given refuses arguments that are no flags, and flags whose value is empty: a
// script that sets no value means something else than the default.
func given(flags *flag.FlagSet) (err error) {
	if flags.NArg() > 0 {
		return fmt.Errorf("unknown argument %q: want flags only", flags.Arg(0))
	}
	flags.Visit(func(f *flag.Flag) {
		if want := examples[f.Name]; want != "" && f.Value.String() == "" {
			err = fmt.Errorf(`-%s is "": want %s`, f.Name, want)
		}
	})
	return err
}

// checkAddr looks at -addr, which takes no other flag.
func checkAddr(flags *flag.FlagSet) (err error) {
	flags.Visit(func(f *flag.Flag) {
		if f.Name != "addr" {
			return
		}
		if err = talk.CheckAddr(f.Value.String()); err == nil && flags.NFlag() > 1 {
			err = errors.New("-addr serves and reads nothing: leave out the other flags")
		}
	})
	return err
}

var language = regexp.MustCompile(`^([a-z][a-z-]*)?$`)

func (c command) check(lang string) error {
	_, badBase := wiki.New(cmp.Or(c.base, "http://encyclopedia.example"), wiki.Options{})
	switch {
	case !language.MatchString(lang):
		return fmt.Errorf("-lang is %q: want small letters, such as en or zh-yue", lang)
	case c.plan.Goal == "":
		return fmt.Errorf("the title of Philosophy in %q is unknown: give it with -goal", lang)
	case c.plan.Limit < 1 || c.plan.Workers < 1:
		return errors.New("-limit and -workers are at least 1")
	case strings.ContainsFunc(c.contact, unicode.IsControl):
		return fmt.Errorf("-contact is %q: want one line", c.contact)
	case slices.ContainsFunc(c.plan.Starts, isBroken):
		return errors.New("a title for -start is a line of UTF-8")
	case c.plan.Starts == nil:
		return errors.New("no chain has a first page: give one with -start")
	}
	return badBase
}

// isBroken reports whether no page can have that title.
func isBroken(title string) bool {
	return strings.ContainsFunc(title, unicode.IsControl) || strings.ToValidUTF8(title, "") != title
}
