package main

import (
	crand "crypto/rand"
	"fmt"
	"math/rand/v2"
	"time"
)

func main() {
	m := map[int]int{}
	for i := range 20 {
		m[rand.Int()] = i
	}
	for k, v := range m {
		fmt.Println(k, v)
	}
	b := make([]byte, 8)
	crand.Read(b)
	fmt.Println(b, time.Now().UTC())
}
