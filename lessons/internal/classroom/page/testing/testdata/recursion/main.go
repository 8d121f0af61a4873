package main

import (
	"fmt"
)

func main() {
	fmt.Println(deep(0))
}

func deep(n int) int {
	if n < 0 {
		return n
	}
	return deep(n+1) + 1
}
