package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	check(os.MkdirAll("/tmp/kitchen/stove", 0o755))
	check(os.WriteFile("/tmp/kitchen/tea", []byte("green"), 0o644))
	f, err := os.OpenFile("/tmp/kitchen/tea", os.O_APPEND|os.O_WRONLY, 0)
	check(err)
	fmt.Fprint(f, " tea")
	check(f.Close())
	check(os.Rename("/tmp/kitchen/tea", "/tmp/kitchen/pot"))
	b, err := os.ReadFile("/tmp/kitchen/pot")
	check(err)
	fmt.Println(string(b))
	names, err := os.ReadDir("/tmp/kitchen")
	check(err)
	for _, name := range names {
		fmt.Println(name)
	}
	_, err = os.Stat("/tmp/kitchen/tea")
	fmt.Println(err)
	check(os.RemoveAll("/tmp/kitchen"))
	check(os.Chdir("/tmp"))
	dir, err := os.Getwd()
	check(err)
	fmt.Println(dir)
	n, err := os.Stdin.Read(make([]byte, 1))
	fmt.Println(n, err)
	dir, err = os.MkdirTemp("", "")
	check(err)
	fmt.Println(filepath.Dir(dir))
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
