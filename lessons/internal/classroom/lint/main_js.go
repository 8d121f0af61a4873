package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"syscall/js"
)

func main() {
	page := js.Global().Get("golint")
	checker := newChecker(func(path string) (io.ReadCloser, error) {
		data := page.Call("lookup", path)
		if data.IsNull() {
			return nil, fmt.Errorf("there is no package %s", path)
		}
		archive := make([]byte, data.Length())
		js.CopyBytesToGo(archive, data)
		return io.NopCloser(bytes.NewReader(archive)), nil
	})
	page.Set("setPackages", answer(func(paths []string) struct{} { checker.setPackages(paths); return struct{}{} }))
	page.Set("check", answer(checker.check))
	page.Set("format", answer(formatText))
	page.Call("ready")
	select {}
}

// answer makes a function of the page from one that takes and returns a value.
func answer[In, Out any](f func(In) Out) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) (result any) {
		defer func() {
			if p := recover(); p != nil {
				result = fmt.Sprintf(`{"failed":%q}`, fmt.Sprint(p))
			}
		}()
		var in In
		if err := json.Unmarshal([]byte(args[0].String()), &in); err != nil {
			panic(err)
		}
		out, err := json.Marshal(f(in))
		if err != nil {
			panic(err)
		}
		return string(out)
	})
}
