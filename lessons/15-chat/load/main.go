// Load measures the chat beside the same chat in Python:
//
//	go run ./lessons/15-chat/load
//
// Four talk as fast as they can, 200 listen, and every line that any of them
// hears is checked. In each round every server is measured, one right after
// the other, and the table tells the median of the rounds: seconds differ from
// machine to machine, and from minute to minute on a shared one, ratios less.
//
// A server in Python that can't be had is "not measured", which is no pass.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"time"
)

func main() {
	var plan plan
	rounds := flag.Int("rounds", 5, "how many times to measure; the median counts")
	flag.DurationVar(&plan.span, "time", 2*time.Second, "how long they talk in one round")
	flag.IntVar(&plan.receivers, "receivers", 200, "how many listen")
	flag.IntVar(&plan.senders, "senders", 4, "how many talk, at most 10")
	idle := flag.Int("idle", 500, "how many silent guests join as many others, when memory is measured")
	exercise := flag.Bool("exercise", false, "measure the solution in exercise.go")
	flag.Parse()
	if flag.NArg() > 0 || *rounds < 1 || *idle < 1 || plan.span <= 0 ||
		plan.receivers < 1 || plan.senders < 1 || plan.senders > 10 {
		fmt.Fprintln(os.Stderr, "load: takes flags only, and what they count should be there; see -h")
		os.Exit(2)
	}
	if err := run(plan, *rounds, *idle, *exercise); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(plan plan, rounds, idle int, exercise bool) error {
	dir, err := os.MkdirTemp("", "chat")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	servers, err := findServers(dir, exercise)
	if err != nil {
		return err
	}
	var taken []round
	for i := range rounds {
		r, err := takeRound(plan, idle, servers)
		if err != nil {
			return err
		}
		taken = append(taken, r)
		fmt.Fprintf(os.Stderr, "round %d of %d: %.1f million lines/s\n", i+1, rounds, r["Go"].rate()/1e6)
	}
	if !report(os.Stdout, taken) {
		return errors.New("not all of that is a pass; on a busy machine measure again, with more -rounds")
	}
	return nil
}

// A round is one measurement of each server that there is, by name.
type round map[string]figures

// stalled is the server in Go, and one guest more, who joins and reads nothing.
const stalled = "Go, one stalled"

func takeRound(plan plan, idle int, servers []server) (round, error) {
	taken := round{}
	for _, s := range servers {
		f, err := plan.measure(s.command)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
		if s.name == "Go" {
			if f.idle, err = idleMemory(s.command, idle); err != nil {
				return nil, err
			}
			withStalled := plan
			withStalled.stalled = true
			if taken[stalled], err = withStalled.measure(s.command); err != nil {
				return nil, fmt.Errorf("%s: %w", stalled, err)
			}
		}
		taken[s.name] = f
	}
	return taken, nil
}
