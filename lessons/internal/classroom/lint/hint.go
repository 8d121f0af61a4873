package main

import "regexp"

// hints explain a message to a Python programmer, in a sentence more.
var hints = []struct {
	message *regexp.Regexp
	hint    string
}{
	{regexp.MustCompile(`^declared and not used: (\w+)`),
		"Python ignores a variable that nothing reads; Go refuses to compile it. Use $1, delete it, or write _ in its place."},
	{regexp.MustCompile(`imported (as \S+ )?and not used`),
		"Python ignores an import that nothing uses; Go refuses to compile it. Delete the line."},
	{regexp.MustCompile(`^undefined: (True|False)$`), "Go writes true and false in small letters."},
	{regexp.MustCompile(`^undefined: None$`), "Go's word for no value is nil."},
	{regexp.MustCompile(`^undefined: (\w+)$`),
		"In Python the first assignment makes a variable; in Go := does: $1 := 1. A name of another package needs an import and the package's name before it."},
	{regexp.MustCompile(`^no new variables on left side of :=`), "The operator := makes a new variable; = gives a new value to one that exists."},
	{regexp.MustCompile(`^missing return`), "A Python function returns None at its end; a Go function with a result needs a return on every path."},
	{regexp.MustCompile(`^non-boolean condition`), `Python takes 0, "" and None for false; Go needs a comparison: n != 0, text != "", err != nil.`},
	{regexp.MustCompile(`^assignment mismatch: 1 variable but .* returns 2 values`),
		"Where Python raises an exception, Go returns an error as a second result: value, err := f()."},
	{regexp.MustCompile(`mismatched types`), "Python converts numbers where it needs to; Go converts none by itself: write float64(n), for example."},
	{regexp.MustCompile(`^cannot use .* as .* value in`), "Go checks every type when it compiles; Python does when the line runs."},
	{regexp.MustCompile(`too many return values|not enough return values`), "The values after return must match the results in the function's first line."},
	{regexp.MustCompile(`^illegal rune literal|^more than one character in rune literal|^rune literal not terminated`),
		"Python accepts 'text' and \"text\"; in Go single quotes hold one character, and a text stands in double quotes."},
	{regexp.MustCompile(`^expected declaration, found (def|class|async|for|if|while|print)?`),
		"Python runs statements at the top of a file; in Go they stand in a function, and a function begins with func."},
	{regexp.MustCompile(`missing ',' before newline in`), "In Go the last line of a list has a comma, too, unless the bracket follows on the same line."},
	{regexp.MustCompile(`unexpected semicolon or newline before \{|^expected .*, found newline`), "In Go the opening { stands at the end of the line, and not on the next one."},
	{regexp.MustCompile(`(is not used|is not an expression)`), "Go refuses a value that nothing uses: assign it, or delete it."},
	{regexp.MustCompile(`undefined \(type .* has no field or method`), "A name that begins with a small letter is private to its package in Go."},
}

// hintFor returns the hint for a message, or "".
func hintFor(message string) string {
	for _, h := range hints {
		if match := h.message.FindStringSubmatchIndex(message); match != nil {
			return string(h.message.ExpandString(nil, h.hint, message, match))
		}
	}
	return ""
}
