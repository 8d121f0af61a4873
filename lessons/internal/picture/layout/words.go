package layout

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"gosyncio/lessons/internal/picture"
)

// Words says what a row does in a span, at full length and then ever shorter,
// down to the letter that stands for the state.
func Words(s picture.Span) []string {
	took := " " + Duration(roundest(s.To-s.From, s.To-s.From))
	switch {
	case s.State == picture.Sleeping:
		return []string{"sleeps" + took, "sleeps", "z"}
	case s.State == picture.Waiting && s.For != "":
		return []string{"waits for " + s.For, "for " + s.For, "waits", "w"}
	case s.State == picture.Waiting:
		return []string{"waits", "w"}
	case s.State == picture.Ready:
		return []string{"ready" + took, "ready", "r"}
	default:
		return []string{"runs" + took, "runs"}
	}
}

// Tell is a span as a sentence: "tea sleeps from 0 s to 3 s".
func Tell(r Row, s picture.Span) string {
	does := map[picture.State]string{
		picture.Running: "runs", picture.Ready: "is ready, but no processor is free,",
		picture.Sleeping: "sleeps", picture.Waiting: "waits",
	}[s.State]
	if s.For != "" {
		does += " for " + s.For
	}
	if s.From == s.To {
		return fmt.Sprintf("%s %s for a moment at %s", r.Name, does, Moment(s.From))
	}
	return fmt.Sprintf("%s %s from %s to %s", r.Name, does, Moment(s.From), Moment(s.To))
}

// TellEnd is a row's end as a sentence, without its time: "toast failed:
// burnt".
func TellEnd(r Row) string {
	switch {
	case r.Ending.How == picture.Unended:
		return r.Name + " is still running"
	case r.Ending.Text == "":
		return r.Name + " " + string(r.Ending.How)
	case r.Ending.How == picture.Returned:
		return r.Name + " returned " + r.Ending.Text
	default:
		return fmt.Sprintf("%s %s: %s", r.Name, was(r.Ending.How), r.Ending.Text)
	}
}

func was(how picture.How) string {
	if how == picture.Cancelled {
		return "was cancelled"
	}
	return string(how)
}

// TellArrow is an arrow as a sentence, without its time.
func TellArrow(s Sheet, a picture.Arrow) string {
	from, to := s.Rows[a.From].Name, s.Rows[a.To].Name
	because := ""
	if a.Text != "" {
		because = ": " + a.Text
	}
	switch a.Kind {
	case picture.Start:
		return from + " starts " + to
	case picture.Await:
		return from + " ends, " + to + " had waited for it"
	case picture.Fail:
		if because == "" && s.Rows[a.From].Ending.Text != "" {
			because = ": " + s.Rows[a.From].Ending.Text
		}
		return from + " failed, " + to + " hears of it" + because
	case picture.Cancel:
		if a.From == a.To {
			return to + " is cancelled" + because
		}
		return from + " cancels " + to + because
	}
	return from + " and " + to
}

// sentences are the events; of a picture without any, how its lanes ended.
func sentences(events []picture.Event, rows []Row) (all []Sentence) {
	for _, event := range events {
		all = append(all, Sentence{Moment(event.At), Clean(event.Text)})
	}
	if all != nil {
		return all
	}
	ended := slices.SortedStableFunc(slices.Values(rows), func(a, b Row) int { return cmp.Compare(a.End, b.End) })
	for _, row := range ended {
		all = append(all, Sentence{Moment(row.End), TellEnd(row)})
	}
	return all
}

func story(s Sheet) (all []Sentence) {
	for _, a := range s.Arrows {
		if a.Kind == picture.Fail || a.Kind == picture.Cancel {
			all = append(all, Sentence{Moment(a.At), TellArrow(s, a)})
		}
	}
	return all
}

// notes say what isn't drawn.
func notes(p picture.Picture) (all []string) {
	if len(p.Lanes) == 0 {
		all = append(all, "nothing of the program's own ran: there is no lane to draw")
	}
	if p.Timeless && len(p.Lanes) > 0 {
		all = append(all, "no time passes: this is only the order")
	}
	unended := func(l picture.Lane) bool {
		return l.Ending.How == picture.Unended || l.Ending.How == picture.Panicked
	}
	switch {
	case p.CutShort && (len(p.Lanes) == 0 || slices.ContainsFunc(p.Lanes, unended)):
		all = append(all, "the trace breaks off here, before the run was over")
	case p.CutShort:
		all = append(all, "the rest of the file can't be read")
	}
	for _, left := range []struct {
		n         int
		one, many string
	}{
		{p.Undrawn.Lanes, "and 1 more lane not drawn", "and %s more lanes not drawn"},
		{p.Undrawn.Events, "and 1 more event not told", "and %s more events not told"},
		{p.Others, "1 goroutine of Go's own not shown", "%s goroutines of Go's own not shown"},
	} {
		switch {
		case left.n == 1:
			all = append(all, left.one)
		case left.n > 1:
			all = append(all, fmt.Sprintf(left.many, thousands(left.n)))
		}
	}
	return all
}

// thousands writes 4988 as 4,988.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// Verdict compares the length of two runs: "1 s saved: 3 s → 2 s". It rounds
// to about one part in fifty, so that what it says adds up.
func Verdict(before, after time.Duration) string {
	if Alike(before, after) {
		return "both take " + Duration(round(before, before))
	}
	before, after = round(before, max(before, after)), round(after, max(before, after))
	change := fmt.Sprintf("%s → %s", Duration(before), Duration(after))
	if after > before {
		return fmt.Sprintf("%s longer: %s", Duration(after-before), change)
	}
	return fmt.Sprintf("%s saved: %s", Duration(before-after), change)
}

// Alike says whether two lengths are too close for one run to be the better.
func Alike(a, b time.Duration) bool {
	return max(a, b)-min(a, b) <= max(a, b)/50
}

// round rounds d to the ruler's step below a fiftieth of the whole.
func round(d, whole time.Duration) time.Duration {
	step := time.Duration(1)
	for _, u := range units {
		for _, n := range u.steps {
			if n*u.length <= whole/50 {
				step = n * u.length
			}
		}
	}
	return d.Round(step)
}

// Moment is the time d since the start as one would say it. A clock that shows
// 1.01 s is late; one of a long run mustn't lose its seconds.
func Moment(d time.Duration) string { return Duration(roundest(d, 20*time.Millisecond)) }

// roundest is the roundest length that the eye can't tell from d, and no
// further from it than most: a sleep of 2 s takes a bit longer, and a drawing
// need not say so.
func roundest(d, most time.Duration) time.Duration {
	for _, u := range slices.Backward(units) {
		for _, n := range slices.Backward(u.steps) {
			if r := d.Round(n * u.length); r > 0 && Alike(r, d) && (r-d).Abs() <= most {
				return r
			}
		}
	}
	return d
}
