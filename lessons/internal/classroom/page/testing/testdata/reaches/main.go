//go:build js

package main

import (
	"fmt"
	"syscall/js"
)

func main() {
	window := js.Global()
	for _, name := range []string{"fetch", "XMLHttpRequest", "WebSocket", "EventSource", "WebTransport", "Worker",
		"SharedWorker", "importScripts", "indexedDB", "caches", "BroadcastChannel", "navigator", "postMessage", "eval",
		"Function", "setTimeout", "self", "close", "localStorage", "document", "location", "MessageChannel", "classroomHook"} {
		if v := window.Get(name); !v.IsUndefined() {
			fmt.Println(name, v.Type())
		}
	}
	for _, name := range []string{"Object", "Promise", "fs", "console"} {
		v := window.Get(name)
		for range 10 {
			if v.Type() != js.TypeObject && v.Type() != js.TypeFunction {
				break
			}
			if c := v.Get("constructor"); c.Type() == js.TypeFunction && c.Get("name").String() == "Function" {
				fmt.Println(name, "leads to Function")
				break
			}
			v = v.Get("constructor")
		}
	}
	fmt.Println("searched")
}
