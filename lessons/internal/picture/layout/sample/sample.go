// Package sample holds hand-made pictures for the tests of the drawings:
// the runs that the lessons show, and the ones that are hard to draw.
package sample

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
)

const s = time.Second

// Runs are the samples; a Title is a file's name.
func Runs() []layout.Run {
	return []layout.Run{
		Gather(), Await(), CreateTask(), WaitFor(), Goroutines(), Breakfast(), Pipeline(), Quick(), Slow(), Single(),
		LongNames(), {Title: "empty"}, Instant(),
	}
}

// Gather is the picture that the design shows.
func Gather() layout.Run {
	main := lane("main", -1, returned(""), waits("tea, toast, eggs", 0, 2*s), waits("tea", 2*s, 3*s))
	return run("gather", "the toast burns, the tea goes on", picture.Picture{
		Lanes: []picture.Lane{
			main,
			lane("tea", 0, returned(`"tea"`), sleeps(0, 3*s)),
			lane("toast", 0, failed("burnt"), sleeps(0, 2*s)),
			lane("eggs", 0, returned(`"eggs"`), sleeps(0, s)),
		},
		Arrows: append(starts(0, 1, 2, 3), arrow(picture.Fail, 2*s, 2, 0, ""), arrow(picture.Await, 3*s, 1, 0, "")),
		Events: []picture.Event{
			{At: 0, Lane: 0, Text: "main starts tea, toast and eggs, and waits for all three"},
			{At: s, Lane: 3, Text: `eggs returned "eggs"; gather still waits for tea and toast`},
			{At: 2 * s, Lane: 2, Text: "toast failed: burnt; main hears of it at once, tea goes on"},
			{At: 3 * s, Lane: 1, Text: `tea returned "tea"`},
			{At: 3 * s, Lane: 0, Text: "main returned"},
		},
		Others: 9,
	})
}

// Await does one thing after the other.
func Await() layout.Run {
	main := lane("main", -1, returned(""), sleeps(0, s), sleeps(s, 3*s))
	main.Marks = []picture.Mark{printed(s, "hello"), printed(3*s, "world")}
	return run("await", "one after the other", picture.Picture{Lanes: []picture.Lane{main}, Others: 8})
}

// CreateTask does two things at once.
func CreateTask() layout.Run {
	hello := lane("hello", 0, returned("hello"), sleeps(0, s))
	hello.Marks = []picture.Mark{printed(s, "hello")}
	world := lane("world", 0, returned("world"), sleeps(0, 2*s))
	world.Marks = []picture.Mark{printed(2*s, "world")}
	return run("create-task", "both at once", picture.Picture{
		Lanes:  []picture.Lane{lane("main", -1, returned(""), waits("hello", 0, s), waits("world", s, 2*s)), hello, world},
		Arrows: append(starts(0, 1, 2), arrow(picture.Await, s, 1, 0, ""), arrow(picture.Await, 2*s, 2, 0, "")),
		Others: 8,
	})
}

// WaitFor has a task that ends as soon as it is cancelled, and one that doesn't.
func WaitFor() layout.Run {
	polite := lane("polite", 0, cancelled("timeout"), sleeps(0, s))
	stubborn := lane("stubborn", 0, returned(`"late"`), runs(0, 200*time.Millisecond), sleeps(200*time.Millisecond, 2500*time.Millisecond))
	polite.Marks = []picture.Mark{{Kind: picture.Deadline, At: s, Text: "1s"}}
	stubborn.Marks = []picture.Mark{{Kind: picture.Deadline, At: s, Text: "1s"}, printed(2500*time.Millisecond, "I was busy")}
	unended := lane("radio", 0, picture.Ending{How: picture.Unended}, waits("a channel", 500*time.Millisecond, 3*s))
	return run("wait-for", "a second, no more", picture.Picture{
		Lanes: []picture.Lane{
			lane("main", -1, returned(""), waits("polite, stubborn", 0, 2500*time.Millisecond), runs(2500*time.Millisecond, 3*s)),
			polite, stubborn, unended,
		},
		Arrows: slices.Concat(starts(0, 1, 2, 3), []picture.Arrow{
			arrow(picture.Cancel, s, 0, 1, "timeout"), arrow(picture.Cancel, s, 0, 2, "timeout"),
			arrow(picture.Await, s, 1, 0, ""), arrow(picture.Await, 2500*time.Millisecond, 2, 0, ""),
		}),
		Others: 11,
	})
}

// Goroutines are bare ones, an errgroup's, which share a processor.
func Goroutines() layout.Run {
	ms := time.Millisecond
	return run("goroutines", "two cooks, one stove", picture.Picture{
		Lanes: []picture.Lane{
			lane("main.main", -1, returned(""), waits("a WaitGroup", 0, 80*ms)),
			lane("main.cook", 0, returned(""), runs(2*ms, 20*ms), ready(20*ms, 40*ms), runs(40*ms, 60*ms)),
			lane("main.cook", 0, returned(""), ready(2*ms, 20*ms), runs(20*ms, 40*ms), waits("a lock", 40*ms, 60*ms), runs(60*ms, 80*ms)),
		},
		Arrows: starts(0, 1, 2),
		Others: 1,
	})
}

// Breakfast has as many lanes as are drawn, and thousands that aren't.
func Breakfast() layout.Run {
	p := picture.Picture{Undrawn: picture.Undrawn{Lanes: 4988, Events: 19_211}, Others: 14}
	p.Lanes = []picture.Lane{lane("main", -1, cancelled("Ctrl-C"), waits("11 tasks", 0, 6*s))}
	dishes := []string{"tea", "toast", "eggs", "beans", "porridge", "kippers", "bacon", "mushrooms", "tomatoes", "marmalade", "juice"}
	for i, dish := range dishes {
		end, ends := time.Duration(i+1)*500*time.Millisecond, []picture.Ending{returned(fmt.Sprintf("%q", dish)), failed("burnt"), cancelled("Ctrl-C")}
		p.Lanes = append(p.Lanes, lane(dish, 0, ends[i%3], sleeps(0, end)))
		kind := []picture.ArrowKind{picture.Await, picture.Fail, picture.Cancel}[i%3]
		a := arrow(kind, end, i+1, 0, "")
		if kind == picture.Cancel {
			a = arrow(kind, end, 0, i+1, "Ctrl-C")
		}
		p.Arrows = append(p.Arrows, arrow(picture.Start, 0, 0, i+1, ""), a)
	}
	return run("breakfast", "for five thousand", p)
}

// Pipeline has children that have children, at different times.
func Pipeline() layout.Run {
	return run("pipeline", "each waits for the one below", picture.Picture{
		Lanes: []picture.Lane{
			lane("main", -1, failed("no breakfast: no tea: no water"), waits("breakfast", 0, 4*s)),
			lane("breakfast", 0, failed("no tea: no water"), sleeps(0, s), waits("tea, toast", s, 4*s)),
			lane("tea", 1, failed("no water"), sleeps(s, 2*s), waits("water", 2*s, 4*s)),
			lane("toast", 1, cancelled("no tea"), sleeps(s, 4*s)),
			lane("water", 2, failed("no water"), sleeps(2*s, 4*s)),
		},
		Arrows: slices.Concat(starts(0, 1), []picture.Arrow{
			arrow(picture.Start, s, 1, 2, ""), arrow(picture.Start, s, 1, 3, ""), arrow(picture.Start, 2*s, 2, 4, ""),
			arrow(picture.Fail, 4*s, 4, 2, ""), arrow(picture.Fail, 4*s, 2, 1, ""), arrow(picture.Fail, 4*s, 1, 0, ""),
			arrow(picture.Cancel, 3500*time.Millisecond, 1, 3, "tea comes first"),
		}),
		CutShort: true,
	})
}

// Quick takes 60 ms.
func Quick() layout.Run { return scaled(Gather(), "quick", "a run of 60 ms", 20*time.Millisecond) }

// Slow takes an hour.
func Slow() layout.Run { return scaled(Gather(), "slow", "a run of an hour", 20*time.Minute) }

// scaled is a run with a second of another length.
func scaled(r layout.Run, title, subtitle string, second time.Duration) layout.Run {
	for _, lane := range r.Picture.Lanes {
		for i := range lane.Spans {
			lane.Spans[i].From = lane.Spans[i].From / s * second
			lane.Spans[i].To = lane.Spans[i].To / s * second
		}
	}
	for i := range r.Picture.Lanes {
		r.Picture.Lanes[i].End = r.Picture.Lanes[i].End / s * second
	}
	for i := range r.Picture.Arrows {
		r.Picture.Arrows[i].At = r.Picture.Arrows[i].At / s * second
	}
	r.Picture.Events = nil
	return run(title, subtitle, r.Picture)
}

// Single is one lane.
func Single() layout.Run {
	main := lane("main", -1, returned("42"), runs(0, s), sleeps(s, 3*s), runs(3*s, 3200*time.Millisecond))
	main.Marks = []picture.Mark{{Kind: picture.Deadline, At: 2 * s, Text: "2s"}}
	return run("single", "", picture.Picture{
		Lanes:  []picture.Lane{main},
		Arrows: []picture.Arrow{arrow(picture.Cancel, 2*s, 0, 0, "timeout")},
	})
}

// LongNames are names that no task should have.
func LongNames() layout.Run {
	long := strings.Repeat("very ", 30) + "long"
	evil := lane("<script>alert(\"tea\")</script>\x00\xff\x1b[31m", 0, failed("a]]>b & \u202eevil\n"+long), sleeps(0, s))
	evil.Marks = []picture.Mark{printed(500*time.Millisecond, "</text>"), printed(s, long)}
	return run("long-names and a title that goes on and on, "+long, "and its subtitle", picture.Picture{
		Lanes: []picture.Lane{
			lane(long, -1, returned(long), waits(long, 0, 2*s)), evil,
			lane("茶をいれる☕", 0, returned(`"緑茶"`), sleeps(0, 1500*time.Millisecond)),
			lane("תה ירוק", 0, returned("שלום"), sleeps(0, 1800*time.Millisecond)),
			lane("gosyncio/lessons/internal/kitchen.(*Stove).cook.func1.gowrap2", 2, failed("café über naïve"), waits("a channel", 0, 2*s)),
		},
		Arrows: append(starts(0, 1, 2, 3), arrow(picture.Fail, s, 1, 0, long)),
	})
}

// Instant takes no time at all.
func Instant() layout.Run {
	return run("instant", "over before the clock ticks", picture.Picture{
		Lanes:  []picture.Lane{lane("main", -1, returned("42")), lane("tea", 0, cancelled("too late"), ready(0, 0))},
		Arrows: starts(0, 1),
	})
}
