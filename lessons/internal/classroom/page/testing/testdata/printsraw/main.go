package main

func main() {
	for {
		println("raw")
	}
}
