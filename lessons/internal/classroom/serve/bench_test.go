package serve_test

import (
	"io"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"testing"

	"gosyncio/lessons/internal/classroom/build"
	"gosyncio/lessons/internal/classroom/serve"
)

// 200 clients at once, each with a connection of its own.
//
//	go test ./lessons/internal/classroom/serve -bench . -cpu 2
func BenchmarkServer(b *testing.B) {
	wasm := make([]byte, 1_200_000) // as large as a lesson's program, packed
	for _, tc := range []struct {
		name string
		file build.File
	}{
		{"html", build.File{Path: "index.html", Data: make([]byte, 40_000)}},
		{"wasm", build.File{Path: "programs/06-gather.wasm", Data: wasm, Packed: true}},
	} {
		b.Run(tc.name, func(b *testing.B) {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				b.Fatal(err)
			}
			server := serve.NewServer(shelf{tc.file.Path: tc.file}, netip.MustParseAddrPort(listener.Addr().String()))
			go server.Serve(listener)
			defer server.Close()
			client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 200, DisableCompression: true}}
			defer client.CloseIdleConnections()
			b.SetParallelism(100) // for each of two processors
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					r, err := http.NewRequest("GET", "http://"+listener.Addr().String()+"/"+tc.file.Path, nil)
					if err != nil {
						b.Error(err)
						return
					}
					r.Header.Set("Accept-Encoding", "gzip")
					answer, err := client.Do(r)
					if err != nil {
						b.Error(err)
						return
					}
					io.Copy(io.Discard, answer.Body)
					answer.Body.Close()
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
			var memory runtime.MemStats
			runtime.ReadMemStats(&memory)
			b.ReportMetric(float64(memory.Sys-memory.HeapReleased)/1e6, "MB") // with the clients
		})
	}
}
