// Forgotten uses eggs without a call, as Python code forgets an await. It does
// not compile.
package main

import (
	"context"
	"fmt"

	"gosyncio/task"
)

func main() {
	var eggs task.Func[string] = func(context.Context) (string, error) { return "eggs", nil }
	plate, err := eggs
	fmt.Println(plate, err)
}
