package walk

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"gosyncio/lessons/internal/lesson"
)

const help = `Enter      go on: the prompt says to what
1 2 3 4    your guess; i ii iii iv do, too
r          run it, or run it again
b          back to the question
s          what you see: the transcript, and what to notice
w          at work: what people really use
x          the exercise, or what else there is
t          for the teacher
c          the whole program in Go
y          the whole program in Python
n, p       the next lesson, the previous one
g 6        the lesson with this number; its name alone does, too
l          the list of all lessons
q          quit`

// A move is where a key leads: to another stop, or to another lesson.
type move struct {
	stop   stop
	leave  bool // leave this lesson
	lesson int  // for the one at this index, or away
}

// away is no lesson: the walk ends.
const away = -1

// hint says what the prompt at a stop takes.
func (v *visit) hint(at stop) string {
	n := len(v.lesson.Prediction.Answers)
	guesses := fmt.Sprintf("1–%d: your guess", n)
	enter, more := "", ""
	switch at {
	case question:
		enter, more = guesses+" · Enter: the code, without a guess", ""
	case code:
		enter = "Enter: run it"
		if v.guess == none {
			more = guesses
		}
	case run:
		enter, more = "Enter: the picture and the answer", "r: run it again"
		if len(v.seen.Lanes) == 0 {
			enter = "Enter: the answer"
		}
		if v.err != nil {
			enter = "Enter: the next lesson"
		}
	case answer:
		enter, more = "Enter: why", "s: what you see"
	case why:
		enter, more = "Enter: the next lesson", "s: what you see · w: at work"
		if v.lesson.Exercise || len(v.lesson.Extra) > 0 {
			more += " · x: exercise"
		}
	}
	if more != "" {
		enter += " · " + more
	}
	return enter + " · ?: all keys"
}

// decide knows the keys that lead somewhere. ok is false for all others.
func (v *visit) decide(key string, at stop) (_ move, ok bool) {
	switch {
	case key == "" && (at == why || at == run && v.err != nil), key == "n":
		return move{leave: true, lesson: v.here + 1}, true
	case key == "":
		return move{stop: at + 1}, true
	case key == "r":
		return move{stop: run}, true
	case key == "b":
		return move{stop: question}, true
	case key == "p" && v.here > 0:
		return move{leave: true, lesson: v.here - 1}, true
	case key == "q":
		return move{leave: true, lesson: away}, true
	}
	if guess, ok := parseGuess(key); ok {
		if at > code || guess >= len(v.lesson.Prediction.Answers) {
			return move{}, false
		}
		v.guess = guess
		return move{stop: at + 1}, true
	}
	if isNumber(key) {
		return move{}, false
	}
	to, err := lesson.Find(v.Lessons, lessonName(key))
	return move{leave: true, lesson: to}, err == nil
}

var romans = []string{"i", "ii", "iii", "iv"}

// parseGuess understands 1 to 4 and i to iv, also in brackets or with one, or
// with a full stop. It returns the index of the answer.
func parseGuess(key string) (guess int, ok bool) {
	key = strings.TrimSpace(strings.Trim(key, "()[]."))
	if guess = slices.Index(romans, key); guess >= 0 {
		return guess, true
	}
	n, err := strconv.Atoi(key)
	return n - 1, err == nil && n >= 1 && n <= len(romans) && len(key) == 1
}

func isNumber(key string) bool {
	_, err := strconv.Atoi(key)
	return err == nil
}

// lessonName is the word after g or go, else the key itself.
func lessonName(key string) string {
	if word, name, ok := strings.Cut(key, " "); ok && (word == "g" || word == "go") {
		return strings.TrimSpace(name)
	}
	return key
}

// reply knows the keys that show something and lead nowhere.
func (v *visit) reply(key string, at stop) []string {
	l := v.lesson
	switch key {
	case "c":
		return v.file("main.go")
	case "y":
		return v.file("slide.py")
	case "s":
		return append([]string{v.labelled("What you see", v.code(l.Transcript))}, v.markdown(l.Shown)...)
	case "w":
		return v.section("At work", l.AtWork)
	case "t":
		return v.section("For the teacher", l.Teacher)
	case "x":
		return v.extras()
	case "l":
		return []string{v.list(v.Lessons)}
	case "?", "h", "help":
		return []string{v.helpText()}
	case "p":
		return []string{"This is the first lesson."}
	}
	return []string{v.fill("", v.refusal(key, at))}
}

// refusal says what is wrong with a key, and what to type.
func (v *visit) refusal(key string, at stop) string {
	n := len(v.lesson.Prediction.Answers)
	guess, isGuess := parseGuess(key)
	switch _, err := lesson.Find(v.Lessons, lessonName(key)); {
	case isGuess && guess < n:
		return fmt.Sprintf("%q: the answer has been shown; b goes back to the question", key)
	case isNumber(key) && err == nil:
		return fmt.Sprintf("%q is not an answer: want 1 to %d; lesson %s is g %s", key, n, key, key)
	case isGuess, isNumber(key):
		return fmt.Sprintf("%q is not an answer: want 1 to %d; ? shows all keys", key, n)
	case err != nil:
		return fmt.Sprintf("%v; ? shows all keys", err)
	}
	return fmt.Sprintf("unknown key %q; ? shows all keys", key)
}

func (s Screen) helpText() string {
	var lines []string
	for line := range strings.Lines(help) {
		lines = append(lines, s.fill(line[:11], line[11:]))
	}
	return strings.Join(lines, "\n")
}

// file shows a whole file of the lesson.
func (v *visit) file(name string) []string {
	l := v.lesson
	text, err := os.ReadFile(filepath.Join(l.Dir, name))
	if err != nil {
		return []string{v.fill("", err.Error())}
	}
	shown := strings.ReplaceAll(string(text), "\r\n", "\n")
	if strings.HasSuffix(name, ".go") {
		shown = v.paint().golang(shown)
	}
	if strings.HasSuffix(name, ".md") {
		return v.section(l.String()+"/"+name, shown)
	}
	return []string{v.labelled(l.String()+"/"+name, v.code(shown))}
}

// extras are the exercise and the further sections.
func (v *visit) extras() (blocks []string) {
	for _, extra := range v.lesson.Extra {
		blocks = append(blocks, v.section(extra.Title, extra.Text)...)
	}
	if v.lesson.Exercise {
		blocks = append(blocks, v.file("TASK.md")...)
	}
	if blocks == nil {
		blocks = []string{"This lesson has no exercise."}
	}
	return blocks
}
