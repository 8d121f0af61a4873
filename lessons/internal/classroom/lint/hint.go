package main

import (
	"regexp"
	"sync"
)

// hints explain a message to a Python programmer, in a sentence more.
var hints = []struct{ pattern, hint string }{
	{`^declared and not used: (\w+)`,
		"Python ignores a variable that nothing reads; Go refuses to compile it. Use $1, delete it, or write _ in its place."},
	{`imported (as \S+ )?and not used`,
		"Python ignores an import that nothing uses; Go refuses to compile it. Delete the line."},
	{`^undefined: (True|False)$`, "Go writes true and false in small letters."},
	{`^undefined: None$`, "Go's word for no value is nil."},
	{`^undefined: (\w+)$`,
		"In Python the first assignment makes a variable; in Go := does: $1 := 1. A name of another package needs an import and the package's name before it."},
	{`^no new variables on left side of :=`, "The operator := makes a new variable; = gives a new value to one that exists."},
	{`^missing return`, "A Python function returns None at its end; a Go function with a result needs a return on every path."},
	{`^non-boolean condition`, `Python takes 0, "" and None for false; Go needs a comparison: n != 0, text != "", err != nil.`},
	{`^assignment mismatch: 1 variable but .* returns 2 values`,
		"Where Python raises an exception, Go returns an error as a second result: value, err := f()."},
	{`mismatched types`, "Python converts numbers where it needs to; Go converts none by itself: write float64(n), for example."},
	{`^cannot use .* as .* value in`, "Go checks every type when it compiles; Python does when the line runs."},
	{`too many return values|not enough return values`, "The values after return must match the results in the function's first line."},
	{`^illegal rune literal|^more than one character in rune literal|^rune literal not terminated`,
		"Python accepts 'text' and \"text\"; in Go single quotes hold one character, and a text stands in double quotes."},
	{`^expected declaration, found (def|class|async|for|if|while|print)?`,
		"Python runs statements at the top of a file; in Go they stand in a function, and a function begins with func."},
	{`missing ',' before newline in`, "In Go the last line of a list has a comma, too, unless the bracket follows on the same line."},
	{`unexpected semicolon or newline before \{|^expected .*, found newline`, "In Go the opening { stands at the end of the line, and not on the next one."},
	{`(is not used|is not an expression)`, "Go refuses a value that nothing uses: assign it, or delete it."},
	{`undefined \(type .* has no field or method`, "A name that begins with a small letter is private to its package in Go."},
}

// patterns are compiled when the first problem is found: most programs have none, and a
// browser that starts lint has enough to compile.
var patterns = sync.OnceValue(func() (compiled []*regexp.Regexp) {
	for _, h := range hints {
		compiled = append(compiled, regexp.MustCompile(h.pattern))
	}
	return compiled
})

// hintFor returns the hint for a message, or "".
func hintFor(message string) string {
	for i, pattern := range patterns() {
		if match := pattern.FindStringSubmatchIndex(message); match != nil {
			return string(pattern.ExpandString(nil, hints[i].hint, message, match))
		}
	}
	return ""
}
