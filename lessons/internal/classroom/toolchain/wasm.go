package toolchain

import (
	"encoding/binary"
	"fmt"
)

// Instructions of WebAssembly.
const (
	opBlock    = 0x02
	opLoop     = 0x03
	opIf       = 0x04
	opEnd      = 0x0b
	opBr       = 0x0c
	opBrIf     = 0x0d
	opBrTable  = 0x0e
	opLocalGet = 0x20
	opLocalSet = 0x21
	opLocalTee = 0x22
	opI32Const = 0x41
)

// uleb reads an unsigned number, and returns the place after it.
func uleb(b []byte, at int) (n, next int) {
	v, size := binary.Uvarint(b[at:])
	if size <= 0 {
		panic("a number has no end")
	}
	return int(v), at + size
}

// skipLeb returns the place after so many numbers, with or without a sign.
func skipLeb(b []byte, at, n int) int {
	for ; n > 0; at++ {
		if b[at] < 0x80 {
			n--
		}
	}
	return at
}

// skipLocals returns where the first instruction of a function is.
func skipLocals(body []byte) int {
	n, at := uleb(body, 0)
	for range n {
		at = skipLeb(body, at, 1) + 1
	}
	return at
}

// skip returns the place after an instruction.
func skip(b []byte, at int) int {
	op := b[at]
	at++
	switch {
	case op >= 0x02 && op <= 0x04: // block, loop, if
		return skipLeb(b, at, 1)
	case op == opBrTable:
		n, at := uleb(b, at)
		return skipLeb(b, at, n+1)
	case op == opBr, op == opBrIf, op == 0x10: // call
		return skipLeb(b, at, 1)
	case op == 0x11: // call_indirect
		return skipLeb(b, at, 2)
	case op >= 0x20 && op <= 0x26: // locals, globals, tables
		return skipLeb(b, at, 1)
	case op >= 0x28 && op <= 0x3e: // loads and stores
		return skipLeb(b, at, 2)
	case op == 0x3f, op == 0x40: // memory.size, memory.grow
		return skipLeb(b, at, 1)
	case op == opI32Const, op == 0x42:
		return skipLeb(b, at, 1)
	case op == 0x43: // f32.const
		return at + 4
	case op == 0x44:
		return at + 8
	case op == 0xfc:
		return skipBulk(b, at)
	case op <= 0x01, op == 0x05, op == opEnd, op == 0x0f, op == 0x1a, op == 0x1b, op >= 0x45 && op <= 0xc4:
		return at
	}
	panic(fmt.Sprintf("instruction %#x is not known", op))
}

// skipBulk returns the place after an instruction with the prefix 0xfc.
func skipBulk(b []byte, at int) int {
	op, at := uleb(b, at)
	switch {
	case op <= 7: // trunc_sat
		return at
	case op == 8, op == 10: // memory.init, memory.copy
		return skipLeb(b, at, 2)
	case op == 9, op == 11: // data.drop, memory.fill
		return skipLeb(b, at, 1)
	}
	panic(fmt.Sprintf("instruction 0xfc %d is not known", op))
}
