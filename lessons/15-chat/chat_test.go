package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
)

// The exercise, row by row, in three levels. The solution is tested by
//
//	go test ./lessons/15-chat
//
// and yours, in exercise.go, by
//
//	go test -tags exercise ./lessons/15-chat -run Chat
//
// or, one level at a time, -run Chat/broadcast.
func TestChat(t *testing.T) {
	for _, level := range []struct {
		name string
		rows []row
	}{
		{"broadcast", broadcastRows},
		{"names", nameRows},
		{"robustness", robustnessRows},
	} {
		t.Run(level.name, func(t *testing.T) {
			for _, row := range level.rows {
				t.Run(row.name, func(t *testing.T) { row.run(open(t)) })
			}
		})
	}
}

// A row is a sentence of TASK.md.
type row struct {
	name string
	run  func(c *chat)
}

var broadcastRows = []row{
	{"the others hear a line, and its sender does not", broadcast},
	{"the others hear that a guest joins or leaves", comeAndGo},
	{"a guest's lines are heard in the order in which it sent them", order},
	{"500 guests are there at once", crowd},
}

func broadcast(c *chat) {
	tea, eggs, toast := c.three()
	nobody := c.connects()
	tea.says("ready!")
	eggs.hears("tea: ready!")
	toast.hears("tea: ready!")
	eggs.says("me, too")
	tea.hears("eggs: me, too") // and not its own words before
	toast.hears("eggs: me, too")
	nobody.says("late")
	nobody.hears("* welcome, late (4 here)") // and nothing from before
}

func comeAndGo(c *chat) {
	tea, eggs := c.pair()
	eggs.Close()
	tea.hears("* eggs leaves")
	nobody := c.connects() // the others do not hear of it
	nobody.Close()
	eggs = c.joins("eggs", 2)
	tea.hears("* eggs joins")
	eggs.vanishes()
	tea.hears("* eggs leaves")
}

func order(c *chat) {
	const lines, format = 500, "%0200d\n" // long enough that they come in many reads
	listener := c.joins("tea", 1)
	var cooks []*visitor
	for i, name := range []string{"eggs", "toast", "jam", "milk"} {
		cooks = append(cooks, c.joins(name, 2+i))
		listener.hears("* " + name + " joins")
	}
	var talk sync.WaitGroup
	defer talk.Wait()
	for _, cook := range cooks {
		talk.Go(func() {
			for n := range lines {
				fmt.Fprintf(cook, format, n)
			}
		})
		go io.Copy(io.Discard, cook)
	}
	next := map[string]int{}
	for range lines * len(cooks) {
		line, err := listener.line()
		if err != nil {
			c.Fatalf("tea should hear %d lines, has heard %v, and then: %v", lines*len(cooks), next, err)
		}
		sender, text, _ := strings.Cut(line, ": ")
		if want := fmt.Sprintf(format, next[sender]); text != want {
			c.Fatalf("the next line of %s should be %s, and is %s", sender, short(want), short(text))
		}
		next[sender]++
	}
}

func crowd(c *chat) {
	const many = 500
	guests := make([]*visitor, many)
	var joined, heard sync.WaitGroup
	for i := range guests {
		guests[i] = c.connects()
		guests[i].name = fmt.Sprintf("cook%d", i)
	}
	for _, g := range guests {
		joined.Go(func() { fmt.Fprintln(g, g.name) })
	}
	joined.Wait()
	failed := make(chan error, many)
	for _, g := range guests {
		heard.Go(func() { failed <- g.hearsTheCrowd(many) })
	}
	heard.Wait()
	for range guests {
		if err := <-failed; err != nil {
			c.Fatal(err)
		}
	}
	guests[0].says("ready!")
	for _, g := range guests[1:] {
		g.hears("cook0: ready!")
	}
}

// hearsTheCrowd asks that the guests that are here already, and those that join
// later, are all of them.
func (g *visitor) hearsTheCrowd(many int) error {
	line, err := g.line()
	here := 0
	if _, bad := fmt.Sscanf(line, "* welcome, "+g.name+" (%d here)\n", &here); bad != nil {
		return fmt.Errorf("%s should hear its welcome, and hears %s (%v)", g.name, short(line), err)
	}
	for ; here < many; here++ {
		if line, err = g.line(); !strings.HasSuffix(line, " joins\n") {
			return fmt.Errorf("%s knows of %d guests of %d, and then hears %s (%v)", g.name, here, many, short(line), err)
		}
	}
	return nil
}

var nameRows = []row{
	{"a name has 1 to 20 letters or digits", plainNames},
	{"a name is taken until its guest leaves", takenNames},
}

func plainNames(c *chat) {
	tea := c.joins("tea", 1)
	eggs := c.connects()
	for _, bad := range []string{
		"", " ", "two words", "tea:", "*", "te\x1ba", "te\ufffda", "te\xffa", "te\u202ea", strings.Repeat("x", 21),
		"½²", "\u3164", "tea\u3164", "\u115f", "\u1160", "\uffa0", "z\u0301",
	} {
		eggs.says(bad)
		eggs.hears("* a name has 1 to 20 letters or digits; yours?")
	}
	eggs.says("Яйца2")
	eggs.hears("* welcome, Яйца2 (2 here)")
	tea.hears("* Яйца2 joins")
	c.joins(strings.Repeat("x", 20), 3)
	c.joins(strings.Repeat("ж", 20), 4)
}

func takenNames(c *chat) {
	tea := c.joins("tea", 1)
	eggs := c.connects()
	eggs.says("tea")
	eggs.hears("* tea is taken; what's your name?")
	eggs.says("eggs")
	eggs.hears("* welcome, eggs (2 here)")
	tea.hears("* eggs joins")
	tea.Close()
	eggs.hears("* tea leaves")
	c.joins("tea", 2) // it is free again
	c.joins("Tea", 3) // and this is another
	jam := c.connects()
	jam.says("Tea")
	jam.hears("* Tea is taken; what's your name?")
}
