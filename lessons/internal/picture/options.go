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

	// PageClock says that the run had the clock of a page: it began with the
	// trace, and it stands still while the program computes. Go then gives each
	// event a stamp one tick after the one before, but they are at one moment.
	PageClock bool
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
	reader := o.NewRun()
	reader.in = &source{r: r, most: MaxSize + 1}
	return reader
}

// NewRun returns a Reader of a run that left several traces, one after the
// other: see [Reader.Add].
func (o Options) NewRun() *Reader {
	o.Lanes = min(o.Lanes, AllLanes)
	return &Reader{run: newRun(o)}
}
