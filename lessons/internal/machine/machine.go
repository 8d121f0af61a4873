// Package machine says on which one something was measured, and when.
package machine

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

// Label says whose figures these are, of a program that has so many cores. Other
// machines have others.
func Label(cores int) string {
	info, _ := os.ReadFile("/proc/cpuinfo") // only Linux has it
	system := runtime.GOOS + "/" + runtime.GOARCH
	return label(system, model(string(info)), cores, runtime.Version(), time.Now())
}

func label(system, cpu string, cores int, version string, at time.Time) string {
	if cpu != "" {
		system += ", " + cpu
	}
	s := "s"
	if cores == 1 {
		s = ""
	}
	return fmt.Sprintf("%s, %d core%s, %s, on %s", system, cores, s, version, at.Format(time.DateOnly))
}

// model returns the name of the first processor, if it has one.
func model(info string) string {
	for line := range strings.Lines(info) {
		key, name, _ := strings.Cut(line, ":")
		if strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(name)
		}
	}
	return ""
}
