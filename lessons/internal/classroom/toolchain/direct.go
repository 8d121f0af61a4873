package toolchain

import (
	"errors"
	"fmt"
)

// direct has the tools read and write files without a detour: in a page all files are in memory, and
// page/toolfs.js answers within the call. So no goroutine has to wait for the answer, and what is
// read goes straight to where it is wanted. The linker reads 30 MB, in 700 calls.
//
// It is only for tools that machine.js runs. Another release may look different: that costs
// time, no more.
func (t *trimmer) direct() error {
	err := t.change(syscalls, func(f *goFile) error {
		call := f.function("fsCall")
		if call == nil {
			return errors.New("it has no function fsCall")
		}
		f.replace(call.Body, callNow)
		for _, d := range directly {
			fn := f.function(d.function)
			if fn == nil {
				return fmt.Errorf("it has no function %s", d.function)
			}
			f.insert(f.offset(fn.Body.Lbrace)+1, d.first)
		}
		f.insert(len(f.text), calls)
		return nil
	})
	if err != nil {
		t.missed = append(t.missed, err)
	}
	return nil
}

const syscalls = "syscall/fs_js.go"

// calls read and write at an offset, or where the file is if that is negative. They return -1
// if that is not possible: then the stock call says why.
const calls = `
//go:wasmimport gojs tool.read
//go:noescape
func readNow(fd int, b []byte, offset int64) int

//go:wasmimport gojs tool.write
//go:noescape
func writeNow(fd int, b []byte, offset int64) int
`

// callNow is the body of fsCall.
const callNow = `{
	answer := jsFS.Call("now", append([]any{name}, args...)...) // [error, value]
	if jsErr := answer.Index(0); !jsErr.IsNull() {
		return js.Undefined(), mapJSError(jsErr)
	}
	return answer.Index(1), nil
}`

// directly is what these functions do first.
var directly = []struct{ function, first string }{
	{"Read", whereTheFileIs("readNow")},
	{"Write", whereTheFileIs("writeNow")},
	{"Pread", atAnOffset("readNow")},
	{"Pwrite", atAnOffset("writeNow")},
}

func whereTheFileIs(call string) string {
	return `
	if f, err := fdToFile(fd); err == nil && !f.seeked {
		if n := ` + call + `(fd, b, -1); n >= 0 {
			f.pos += int64(n)
			return n, nil
		}
	}
`
}

func atAnOffset(call string) string {
	return `
	if n := ` + call + `(fd, b, offset); n >= 0 {
		return n, nil
	}
`
}

func (f *goFile) insert(at int, text string) {
	f.patches = append(f.patches, patch{at, at, text})
}
