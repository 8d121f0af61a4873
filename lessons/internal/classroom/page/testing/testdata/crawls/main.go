//go:build js

// Crawls looks at everything that a program can reach through syscall/js, and prints
// the names of what must not be there.
package main

import (
	"fmt"
	"slices"
	"strings"
	"syscall/js"
	"unsafe"
)

var forbidden = []string{
	"fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport", "RTCPeerConnection",
	"Worker", "SharedWorker", "ServiceWorkerContainer", "importScripts", "indexedDB", "IDBFactory", "caches",
	"CacheStorage", "BroadcastChannel", "navigator", "WorkerNavigator", "StorageManager", "postMessage", "MessagePort",
	"MessageChannel", "eval", "Function", "AsyncFunction", "GeneratorFunction", "AsyncGeneratorFunction",
	"setTimeout", "setInterval", "DedicatedWorkerGlobalScope", "WorkerGlobalScope", "addEventListener", "require",
	"localStorage", "document", "Window", "ShadowRealm", "bound postMessage", "bound setTimeout", "bound fetch",
}

func main() {
	seen := js.Global().Get("Set").New()
	goRef := uint64(0x7FF80001_00000006) // what syscall/js itself calls jsGo
	next := []js.Value{js.Global(), *(*js.Value)(unsafe.Pointer(&struct {
		ref uint64
		ptr *uint64
	}{ref: goRef}))}
	for len(next) > 0 {
		v := next[len(next)-1]
		next = next[:len(next)-1]
		if v.Type() != js.TypeObject && v.Type() != js.TypeFunction || seen.Call("has", v).Bool() {
			continue
		}
		seen.Call("add", v)
		name := nameOf(v)
		if slices.Contains(forbidden, name) && !isPrototype(v, name) {
			fmt.Println("reached", name)
		}
		next = append(next, neighbours(v)...)
	}
	if n := seen.Get("size").Int(); n < 500 {
		fmt.Println("saw only", n)
	}
	fmt.Println("looked everywhere")
}

var reflect = js.Global().Get("Reflect")

// nameOf returns the name of a function, or that of an object's class.
func nameOf(v js.Value) string {
	key := any("name")
	if v.Type() == js.TypeObject {
		key = js.Global().Get("Symbol").Get("toStringTag")
	}
	if d := reflect.Call("getOwnPropertyDescriptor", v, key); !d.IsUndefined() && d.Get("value").Type() == js.TypeString {
		return d.Get("value").String()
	}
	return ""
}

// isPrototype reports whether v is what all functions of a kind inherit from: it is
// called like the constructor that makes more of them, which must not be there.
func isPrototype(v js.Value, name string) bool {
	return strings.HasSuffix(name, "Function") && v.Type() == js.TypeObject
}

// neighbours returns v's prototype, properties, getters and setters.
func neighbours(v js.Value) (found []js.Value) {
	found = append(found, reflect.Call("getPrototypeOf", v))
	keys := reflect.Call("ownKeys", v)
	for i := range keys.Length() {
		d := reflect.Call("getOwnPropertyDescriptor", v, keys.Index(i))
		for _, part := range []string{"value", "get", "set"} {
			found = append(found, d.Get(part))
		}
	}
	return found
}
