package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"guildhall": main})
}

// TestCommands runs each script of testdata: what is typed, and what must be
// answered.
func TestCommands(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}

// output collects what a command that keeps running has printed so far.
type output struct{ lines chan string }

func (o output) Write(p []byte) (int, error) {
	for line := range strings.Lines(string(p)) {
		o.lines <- strings.TrimSpace(line)
	}
	return len(p), nil
}

// serve starts `guildhall serve` on a folder and gives the first admin's link.
func serve(t *testing.T, folder string, more ...string) (link string, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	printed := output{make(chan string, 100)}
	ended := make(chan int, 1)
	args := append([]string{"serve", "--data", folder, "--listen", "127.0.0.1:0"}, more...)
	go func() { ended <- run(ctx, args, printed, io.Discard) }()
	t.Cleanup(cancel)
	for {
		select {
		case line := <-printed.lines:
			if strings.HasPrefix(line, "http://") {
				return line, func() int { cancel(); return <-ended }
			}
		case status := <-ended:
			t.Fatalf("serve ended with %d before it was open", status)
		case <-time.After(20 * time.Second):
			t.Fatal("serve is not open after 20 s")
		}
	}
}

func TestAnEmptyFolderBecomesAMarketplace(t *testing.T) {
	folder := t.TempDir()
	began := time.Now()
	link, stop := serve(t, folder)
	page, err := http.Get(link)
	if err != nil {
		t.Fatal(err)
	}
	page.Body.Close()
	t.Logf("first page %v after the start", time.Since(began).Round(time.Millisecond))
	if page.StatusCode != http.StatusOK {
		t.Errorf("the first admin's page: %s", page.Status)
	}
	for _, command := range []string{"verify", "migrate", "admin give olaf admin", "admin staff", "import services own.csv", "serve --listen 127.0.0.1:0"} {
		t.Run("beside it is refused: "+command, func(t *testing.T) { isRefused(t, folder, command) })
	}
	if status := stop(); status != statusDone {
		t.Errorf("it ended with %d", status)
	}
	again, stopAgain := serve(t, folder)
	if again[strings.LastIndex(again, "/"):] == link[strings.LastIndex(link, "/"):] {
		t.Error("the link of the first start works after the second")
	}
	stopAgain()
}

// isRefused wants a command beside a running server to write nothing and to say
// what to do instead.
func isRefused(t *testing.T, folder, command string) {
	t.Helper()
	var errs strings.Builder
	list := filepath.Join(t.TempDir(), "own.csv")
	if err := os.WriteFile(list, []byte("title\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	args := append(strings.Fields(strings.Replace(command, "own.csv", "--file "+list, 1)), "--data", folder)
	if status := run(context.Background(), args, io.Discard, &errs); status != statusRefused {
		t.Errorf("status %d, want %d", status, statusRefused)
	}
	for _, words := range []string{"Another guildhall is using this data folder", "in its pages or through its API", "stop it, run the command, and start it again"} {
		if !strings.Contains(errs.String(), words) {
			t.Errorf("it does not say %q: %q", words, errs.String())
		}
	}
}

// TestEitherEngineServes starts the same folder with one, the other and the
// first again: what the database kept for its own search goes and comes.
func TestEitherEngineServes(t *testing.T) {
	folder := t.TempDir()
	for _, engine := range []string{"index", "database", "index", "database"} {
		link, stop := serve(t, folder, "--search", engine)
		page, err := http.Get(link[:strings.LastIndex(link, "/")+1] + "../services?q=logo")
		if err != nil {
			t.Fatal(err)
		}
		page.Body.Close()
		if page.StatusCode != http.StatusOK {
			t.Errorf("searching by %s: %s", engine, page.Status)
		}
		if status := stop(); status != statusDone {
			t.Errorf("by %s it ended with %d", engine, status)
		}
	}
}

func TestATornDownServerLeavesNothingOpen(t *testing.T) {
	folder := t.TempDir()
	_, stop := serve(t, folder)
	stop()
	if status := run(context.Background(), []string{"verify", "--data", folder}, io.Discard, os.Stderr); status != statusDone {
		t.Errorf("verify after a stop: %d", status)
	}
}
