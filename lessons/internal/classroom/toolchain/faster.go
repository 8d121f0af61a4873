package toolchain

import (
	"bytes"
	"fmt"
	"slices"
)

// faster are lines of the linker for which a page waits too long, and what does the same in
// their place. The linker never collects garbage in a page: what it allocates in vain is
// memory that the browser has to find.
var faster = []struct{ file, before, after string }{
	// A function's buffer doubles until it is large enough.
	{
		"cmd/link/internal/wasm/asm.go", "wfn := new(bytes.Buffer)",
		"size := ldr.Relocs(fn)\nwfn := bytes.NewBuffer(make([]byte, 0, int(ldr.SymSize(fn))+5*size.Count()))",
	},
	// Names of functions are for the name section, and -s leaves it out.
	{"cmd/link/internal/wasm/asm.go", `name := nameRegexp.ReplaceAllString(ldr.SymName(fn), "_")`, `name := ""`},
	// The program's buffer grows by a quarter each time: 2 MB, 2.5 MB, 3.2 MB …
	{
		"cmd/link/internal/ld/outbuf.go", "out.heap = append(out.heap, make([]byte, lenNeeded-heapLen)...)",
		"if out.heap == nil {\nout.heap = make([]byte, 0, 8<<20)\n}\nout.heap = append(out.heap, make([]byte, lenNeeded-heapLen)...)",
	},
}

// hurry replaces what takes too long. Another release may not have it: that costs time, no
// more.
func (t *trimmer) hurry() error {
	var files []string
	for _, line := range faster {
		if !slices.Contains(files, line.file) {
			files = append(files, line.file)
		}
	}
	for _, file := range files {
		err := t.change(file, func(f *goFile) error {
			for _, line := range faster {
				if line.file == file && !f.replaceText(line.before, line.after) {
					t.missed = append(t.missed, fmt.Errorf("%s: found no %s", file, line.before))
				}
			}
			return nil
		})
		if err != nil {
			t.missed = append(t.missed, err)
		}
	}
	return nil
}

// replaceText has a text replaced that stands in the file once, and reports whether it does.
func (f *goFile) replaceText(before, after string) bool {
	if bytes.Count(f.text, []byte(before)) != 1 {
		return false
	}
	at := bytes.Index(f.text, []byte(before))
	f.patches = append(f.patches, patch{at, at + len(before), after})
	return true
}
