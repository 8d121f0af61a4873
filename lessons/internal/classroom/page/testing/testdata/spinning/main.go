package main

func main() {
	go func() {
		for {
		}
	}()
	println("done") // unlike fmt.Println it lets nobody else run
}
