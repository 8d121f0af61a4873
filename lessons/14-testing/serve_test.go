package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var serveFlag = flag.String("serve", "right", "`which` serve the suite tests: right, racy, leaky, hasty or deaf")

type serveFunc = func(ctx context.Context, orders []Order, deliver func(guest int, dish string)) (served int, err error)

// versionOf returns the serve with this name.
func versionOf(name string) (serveFunc, error) {
	versions := []struct {
		name  string
		serve serveFunc
	}{
		{"right", Serve}, {"racy", racy}, {"leaky", leaky}, {"hasty", hasty}, {"deaf", deaf},
	}
	var names []string
	for _, v := range versions {
		if v.name == name {
			return v.serve, nil
		}
		names = append(names, v.name)
	}
	return nil, fmt.Errorf("unknown -serve %q: want %s", name, strings.Join(names, ", "))
}

func TestMain(m *testing.M) {
	flag.Parse()
	var err error
	if serve, err = versionOf(*serveFlag); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	os.Exit(m.Run())
}
