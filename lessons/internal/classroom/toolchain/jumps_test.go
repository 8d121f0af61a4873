package toolchain

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Parts of a function of Go's, which has three parts and no locals of its own.
var (
	head = []byte{0x03, 0x40, 0x02, 0x40, 0x02, 0x40, 0x02, 0x40, 0x20, 0, 0x0e, 3, 0, 1, 2, 2} // loop, blocks, table
	end  = []byte{0x0b}
	to   = func(part, loop byte) []byte { return []byte{0x41, part, 0x21, 0, 0x0c, loop} } // i32.const, local.set 0, br
	tail = []byte{0x41, 0, 0x0f, 0x0b, 0x41, 1, 0x0b}                                      // return 0; end; 1; end
)

func TestRedirect(t *testing.T) {
	body := func(parts ...[]byte) []byte { return append([]byte{0}, slices.Concat(parts...)...) }
	for _, tc := range []struct {
		name   string
		before []byte
		after  []byte
		why    string
	}{
		{
			"a jump forward leaves the blocks at once",
			body(head, end, to(2, 2), end, end, tail), body(head, end, []byte{0x0c, 1}, end, end, tail), "",
		},
		{
			"a jump to the next part",
			body(head, end, to(1, 2), end, end, tail), body(head, end, []byte{0x0c, 0}, end, end, tail), "",
		},
		{
			"a jump backward takes a turn of the loop",
			body(head, end, end, to(0, 1), end, tail), body(head, end, end, to(0, 1), end, tail), "the block of part 0 has ended",
		},
		{
			"a condition around a jump forward becomes one of the jump",
			body(head, end, []byte{0x45, 0x04, 0x40}, to(2, 3), end, end, end, tail), body(head, end, []byte{0x45, 0x0d, 1}, end, end, tail), "",
		},
		{
			"a condition with more than a jump",
			body(head, end, []byte{0x45, 0x04, 0x40, 0x01}, to(2, 3), end, end, end, tail),
			body(head, end, []byte{0x45, 0x04, 0x40, 0x01, 0x0c, 2}, end, end, end, tail), "",
		},
		{
			"a call through a pointer uses the same local",
			body(head, end, []byte{0x21, 0, 0x41, 0, 0x20, 0, 0x11, 0, 0}, to(2, 2), end, end, tail),
			body(head, end, []byte{0x21, 0, 0x41, 0, 0x20, 0, 0x11, 0, 0, 0x0c, 1}, end, end, tail), "",
		},
		{
			"a function that reads the number of its part stays as it is",
			body(head, end, to(2, 2), end, []byte{0x20, 0, 0x1a}, end, tail), nil, "the number would be missing",
		},
		{"a function without parts stays as it is", body([]byte{0x20, 0}, end), nil, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			after, ok := redirect(tc.before)
			assert.Equal(t, tc.after != nil, ok, tc.why)
			if ok {
				assert.Equal(t, tc.after, after, tc.why)
			}
		})
	}
}

func TestDirectJumps(t *testing.T) {
	module := slices.Concat([]byte("\x00asm\x01\x00\x00\x00"), []byte{0, 3, 1, 'x', 7, codeSection, 4, 1, 2, 0, 0x0b, 11, 1, 0})
	after, err := directJumps(module)
	require.NoError(t, err)
	assert.Equal(t, module, after, "nothing is to be changed")
	for _, tc := range []struct {
		name, want string
		module     []byte
	}{
		{"another file is an error", "this is no module of WebAssembly", []byte("<html><body>")},
		{"an unknown instruction is an error", "the module can't be read: instruction 0xff is not known", slices.Concat(module[:13], []byte{codeSection, 5, 1, 3, 0, 0xff, 0x0b})},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := directJumps(tc.module)
			assert.EqualError(t, err, tc.want)
		})
	}
	_, err = directJumps(module[:len(module)-5])
	assert.ErrorContains(t, err, "the module can't be read", "half a file")
}
