package picture

import "io"

// AllLanes are as many lanes as a picture can have. What is beyond them is
// counted, like everything that isn't drawn.
const AllLanes = 10_000

// Options say what becomes a lane of a picture. The zero Options are for a
// screen.
type Options struct {
	Lanes int  // draw no more than these; 0 is 12
	Std   bool // count the standard library and golang.org/x as the program
}

// Read is [Read] with these options.
func (o Options) Read(r io.Reader, lines ...string) (Picture, error) {
	reader := o.NewReader(r)
	if err := reader.ReadAll(); err != nil {
		return Picture{}, err
	}
	return reader.Picture(lines...), nil
}

// NewReader is [NewReader] with these options.
func (o Options) NewReader(r io.Reader) *Reader {
	o.Lanes = min(o.Lanes, AllLanes)
	return &Reader{in: &source{r: r, most: MaxSize + 1}, run: newRun(o)}
}
