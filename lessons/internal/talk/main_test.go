package talk

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCommandLine(t *testing.T) {
	for name, tc := range map[string]struct {
		args []string
		addr string
		step bool
		err  string
	}{
		"no arguments: it talks to itself": {},
		"an address":                       {args: []string{"-addr", "127.0.0.1:8888"}, addr: "127.0.0.1:8888"},
		"any port":                         {args: []string{"-addr=[::1]:0"}, addr: "[::1]:0"},
		"a lesson's own flag":              {args: []string{"-step"}, step: true},
		"that one and an address":          {args: []string{"-step", "-addr", ":0"}, addr: ":0", step: true},
		"an address without a port":        {args: []string{"-addr", "kitchen"}, err: `-addr should look like 127.0.0.1:8888, not "kitchen"`},
		"an empty address":                 {args: []string{"-addr", ""}, err: `-addr should look like 127.0.0.1:8888, not ""`},
		"no address":                       {args: []string{"-addr"}, err: "flag needs an argument: -addr"},
		"another flag":                     {args: []string{"-port", "1"}, err: "flag provided but not defined: -port"},
		"a word":                           {args: []string{"127.0.0.1:8888"}, err: `nobody knows what to do with "127.0.0.1:8888"`},
		"help":                             {args: []string{"-h"}, err: flag.ErrHelp.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			flags := flag.NewFlagSet("", flag.PanicOnError)
			step := flags.Bool("step", false, "")
			addr, err := parse(flags, tc.args)
			assert.Equal(t, tc.step, *step)
			assert.Equal(t, tc.addr, addr)
			if tc.err == "" {
				assert.NoError(t, err)
				return
			}
			assert.EqualError(t, err, tc.err)
		})
	}
}
