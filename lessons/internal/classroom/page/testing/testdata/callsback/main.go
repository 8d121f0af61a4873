//go:build js

package main

import (
	"fmt"
	"syscall/js"
)

func main() {
	done := make(chan int)
	js.Global().Get("Promise").Call("resolve", 7).Call("then", js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- args[0].Int()
		return nil
	}))
	fmt.Println(<-done)
}
