package main

import (
	"errors"
	"syscall/js"
	"time"
)

func main() {
	e := newEngine()
	commands := map[string]func(arg js.Value) (any, error){
		"reset": func(arg js.Value) (any, error) {
			e.reset(arg.Get("run").Int(), number(arg.Get("lanes")))
			return nil, nil
		},
		"add":    func(arg js.Value) (any, error) { return nil, e.add(arg.Get("run").Int(), load(arg.Get("bytes"))) },
		"end":    func(arg js.Value) (any, error) { return nil, e.end(arg.Get("run").Int(), arg.Get("cutShort").Truthy()) },
		"keep":   func(arg js.Value) (any, error) { return nil, e.keep(arg.Get("run").Int(), arg.Get("as").Int()) },
		"forget": func(arg js.Value) (any, error) { e.forget(arg.Get("run").Int()); return nil, nil },
		"tell":   func(arg js.Value) (any, error) { return nil, e.tell(orderOf(arg)) },
		"draw":   e.drawFor,
		"warm":   func(js.Value) (any, error) { warm(); return nil, nil },
	}
	js.Global().Set("gosyncioDraw", js.FuncOf(func(_ js.Value, args []js.Value) any {
		command := commands[args[0].String()]
		if command == nil {
			return map[string]any{"error": "unknown command " + args[0].String()}
		}
		result, err := command(args[1])
		if err != nil {
			return map[string]any{"error": err.Error()}
		}
		return result
	}))
	js.Global().Call("gosyncioReady")
	select {}
}

// load copies the bytes of a Uint8Array.
func load(array js.Value) []byte {
	bytes := make([]byte, array.Length())
	js.CopyBytesToGo(bytes, array)
	return bytes
}

// drawFor draws what JavaScript orders.
func (e *engine) drawFor(arg js.Value) (any, error) {
	o := orderOf(arg)
	if o.width < 1 || o.height < 1 {
		return nil, errors.New("the picture has no room: want its width and height in pixels")
	}
	d, err := e.draw(o)
	if err != nil {
		return nil, err
	}
	return d.forScript(), nil
}

func orderOf(arg js.Value) order {
	o := order{
		run: arg.Get("run").Int(), before: number(arg.Get("before")),
		title: text(arg.Get("title")), subtitle: text(arg.Get("subtitle")), heading: arg.Get("heading").Truthy(),
		now: duration(arg.Get("now")), axis: duration(arg.Get("axis")),
		width: number(arg.Get("width")), height: number(arg.Get("height")), id: text(arg.Get("id")),
	}
	o.known = number(arg.Get("known"))
	if lines := arg.Get("lines"); lines.Truthy() {
		for i := range lines.Length() {
			o.lines = append(o.lines, lines.Index(i).String())
		}
	}
	return o
}

// forScript is the drawing as an object; times are milliseconds.
func (d drawing) forScript() map[string]any {
	var events, moments, lanes []any
	for _, event := range d.picture.Events {
		events = append(events, []any{ms(event.At), event.Lane, event.Text})
	}
	for _, at := range instants(d.picture) {
		moments = append(moments, ms(at))
	}
	for _, lane := range d.picture.Lanes {
		lanes = append(lanes, []any{lane.Name, string(lane.Ending.How)})
	}
	return map[string]any{
		"svg": string(d.SVG), "width": d.Width, "height": d.Height,
		"left": d.Left, "right": d.Right, "top": d.Top, "bottom": d.Bottom,
		"axis": ms(d.Length), "verdict": d.Verdict, "length": ms(d.picture.Length), "cutShort": d.picture.CutShort,
		"events": events, "instants": moments, "lanes": lanes,
		"undrawn": d.picture.Undrawn.Lanes,
	}
}

func ms(t time.Duration) float64 { return float64(t) / float64(time.Millisecond) }

func text(v js.Value) string {
	if v.Type() != js.TypeString {
		return ""
	}
	return v.String()
}

// number is v, or 0 if it is none.
func number(v js.Value) int {
	if v.Type() != js.TypeNumber {
		return 0
	}
	return v.Int()
}

// duration is v milliseconds.
func duration(v js.Value) time.Duration {
	if v.Type() != js.TypeNumber {
		return 0
	}
	return time.Duration(v.Float() * float64(time.Millisecond))
}
