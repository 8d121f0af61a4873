package toolchain

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
)

// DirectJumps is what DirectJumpsIn does, for the key of what is built with it: another number
// for other code.
const DirectJumps = "jumps 1"

// DirectJumpsIn changes a .wasm file of Go's so that its jumps forward are jumps: see
// directJumps. If that is not possible, the file stays as it is.
func DirectJumpsIn(file string) error {
	module, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if module, err = directJumps(module); err != nil {
		return err
	}
	return os.WriteFile(file, module, 0o666)
}

// directJumps returns a module of Go's in which jumps forward are jumps.
//
// WebAssembly has blocks and loops, and no goto. Go's compiler makes of each function a loop
// around a table of all its parts, and of each jump a turn of the loop: it sets the number of
// the next part, goes back to the head, and looks up the part in the table. But the parts are
// nested blocks, and one that comes later ends further outside, so a jump forward can leave the
// blocks up to there at once. That is faster, and the browser has less to do: it counts the
// turns of a loop, and makes fast code of a function that has many.
//
//	loop                           loop
//	  block block … block            block block … block
//	    local.get 0, br_table          local.get 0, br_table
//	  end                            end
//	  i32.const 7, local.set 0
//	  br (to the loop)               br (to the end of block 7)
//
// Functions that look different stay as they are.
func directJumps(module []byte) (result []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the module can't be read: %v", p)
		}
	}()
	if len(module) < 8 || string(module[:4]) != "\x00asm" {
		return nil, errors.New("this is no module of WebAssembly")
	}
	out := slices.Clone(module[:8])
	for at := 8; at < len(module); {
		id := module[at]
		size, from := uleb(module, at+1)
		to := from + size
		if to > len(module) {
			return nil, errors.New("the module can't be read: its end is missing")
		}
		if id == codeSection {
			code := redirectAll(module[from:to])
			out = append(binary.AppendUvarint(append(out, id), uint64(len(code))), code...)
		} else {
			out = append(out, module[at:to]...)
		}
		at = to
	}
	return out, nil
}

const codeSection = 10

func redirectAll(section []byte) (out []byte) {
	n, at := uleb(section, 0)
	out = binary.AppendUvarint(nil, uint64(n))
	for range n {
		size, from := uleb(section, at)
		at = from + size
		body := section[from:at]
		if changed, ok := redirect(body); ok {
			body = changed
		}
		out = append(binary.AppendUvarint(out, uint64(len(body))), body...)
	}
	return out
}

// A redirector goes through one function.
type redirector struct {
	code   []byte
	out    []byte
	labels []int // the blocks around the present instruction: the place of each one's first byte
	loop   int   // the label of the loop, and
	parts  []int // those of the blocks whose ends are the parts
}

// redirect changes the body of a function, and reports whether that was possible.
func redirect(body []byte) (out []byte, ok bool) {
	r := &redirector{code: body, labels: []int{-1}}
	at := skipLocals(body)
	if !r.readsPartOnce(at) {
		return nil, false
	}
	r.out = slices.Clone(body[:at])
	for at < len(body) {
		at = r.step(at)
	}
	return r.out, r.parts != nil
}

// readsPartOnce reports whether only the table of parts reads the number of the part. A call
// through a pointer uses the same local: it sets it, and reads it two instructions later.
func (r *redirector) readsPartOnce(at int) bool {
	reads, since := 0, 0 // reads, and instructions since it was set
	for at < len(r.code) {
		op, since1 := r.code[at], since+1
		switch {
		case op == opLocalSet && r.code[at+1] == 0:
			since1 = 0
		case op == opLocalTee && r.code[at+1] == 0, op == opLocalGet && r.code[at+1] == 0 && (since1 > 2 || reads == 0):
			reads++
		}
		at, since = skip(r.code, at), since1
	}
	return reads == 1
}

// step copies or changes the instruction at a place, and returns the place of the next one.
func (r *redirector) step(at int) int {
	next := skip(r.code, at)
	switch r.code[at] {
	case opIf:
		if depth, end, ok := r.jump(next, 1); ok && r.code[end] == opEnd {
			r.out = binary.AppendUvarint(append(r.out, opBrIf), uint64(depth-1))
			return end + 1
		}
		r.labels = append(r.labels, at)
	case opBlock, opLoop:
		r.labels = append(r.labels, at)
	case opEnd:
		r.labels = r.labels[:len(r.labels)-1]
	case opLocalGet:
		if r.code[at+1] == 0 && r.code[next] == opBrTable {
			r.findParts(next)
		}
	case opI32Const:
		if depth, end, ok := r.jump(at, 0); ok {
			r.out = binary.AppendUvarint(append(r.out, opBr), uint64(depth))
			return end
		}
	}
	r.out = append(r.out, r.code[at:next]...)
	return next
}

// findParts reads the table of parts, if the blocks around it are all that the loop begins with.
func (r *redirector) findParts(at int) {
	loop := len(r.labels) - 1
	for loop > 0 && r.code[r.labels[loop]] == opBlock {
		loop--
	}
	if loop == 0 || r.code[r.labels[loop]] != opLoop || r.labels[loop]+2*(len(r.labels)-loop) != at-2 {
		return
	}
	r.loop = r.labels[loop]
	n, at := uleb(r.code, at+1)
	for range n {
		var depth int
		depth, at = uleb(r.code, at)
		r.parts = append(r.parts, r.labels[len(r.labels)-1-depth])
	}
}

// jump reads i32.const, local.set 0 and br, if they are a jump forward, and returns how many
// blocks it leaves, from inside so many further ones, and where it ends.
func (r *redirector) jump(at, inside int) (depth, end int, ok bool) {
	if r.parts == nil || r.code[at] != opI32Const {
		return 0, 0, false
	}
	part, at := uleb(r.code, at+1)
	if at+2 >= len(r.code) || r.code[at] != opLocalSet || r.code[at+1] != 0 || r.code[at+2] != opBr {
		return 0, 0, false
	}
	to, end := uleb(r.code, at+3)
	if i := len(r.labels) - 1 - (to - inside); to < inside || r.labels[i] != r.loop || part >= len(r.parts) {
		return 0, 0, false
	}
	i := slices.Index(r.labels, r.parts[part])
	return len(r.labels) - 1 - i + inside, end, i > 0 && r.parts[part] != r.loop
}
