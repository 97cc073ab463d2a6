//go:build unix

package testkit

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// The tests' own PostgreSQL: one cluster in the temporary folder, reached by
// a unix socket, shared by all test processes and left running for the next.
// Nothing in it is worth a sync.
const clusterSettings = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off " +
	"-c max_connections=400 -c shared_buffers=128MB -c autovacuum=off -c max_wal_size=512MB -c log_min_messages=fatal"

func clusterFolder() string {
	return filepath.Join(os.TempDir(), "guildhall-testkit-"+strconv.Itoa(os.Getuid()))
}

// lock holds a file for this process until release, or until it dies. It
// waits for another holder only if told so.
func lock(path string, wait bool) (release func(), err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	how := syscall.LOCK_EX
	if !wait {
		how |= syscall.LOCK_NB
	}
	if err := syscall.Flock(int(file.Fd()), how); err != nil {
		file.Close()
		return nil, err
	}
	return func() { file.Close() }, nil
}

// startCluster answers the address of the running cluster. One that does not
// start (the machine was cut off under it) is made anew.
func startCluster() (string, error) {
	owner, err := clusterOwner()
	if err != nil {
		return "", err
	}
	c := cluster{folder: clusterFolder(), owner: owner}
	address := url.URL{
		Scheme: "postgres", User: url.User("postgres"), Path: "/postgres",
		RawQuery: url.Values{"host": {c.folder}}.Encode(),
	}
	if c.run("pg_ctl", "status", "-D", c.data()) == nil {
		return address.String(), nil
	}
	if c.start() == nil {
		return address.String(), nil
	}
	if err := c.create(); err != nil {
		return "", err
	}
	return address.String(), c.start()
}

type cluster struct {
	folder string
	owner  *syscall.Credential // nil: whoever runs the tests
}

func (c cluster) data() string { return filepath.Join(c.folder, "data") }

func (c cluster) start() error {
	return c.run("pg_ctl", "start", "-w", "-D", c.data(), "-l", filepath.Join(c.folder, "log"),
		"-o", clusterSettings+" -k "+c.folder)
}

func (c cluster) create() error {
	if err := os.RemoveAll(c.folder); err != nil {
		return err
	}
	if err := os.Mkdir(c.folder, 0o755); err != nil {
		return err
	}
	if c.owner != nil {
		if err := os.Chown(c.folder, int(c.owner.Uid), int(c.owner.Gid)); err != nil {
			return err
		}
	}
	return c.run("initdb", "-D", c.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8",
		"--no-sync", "--locale=C.UTF-8")
}

func (c cluster) run(name string, args ...string) error {
	path, err := clusterTool(name)
	if err != nil {
		return err
	}
	command := exec.Command(path, args...)
	command.Dir = os.TempDir()
	command.SysProcAttr = &syscall.SysProcAttr{Credential: c.owner, Setsid: true}
	// A file, not a pipe: the server would keep a pipe open for ever.
	said, err := os.CreateTemp("", "guildhall-cluster-")
	if err != nil {
		return err
	}
	defer os.Remove(said.Name())
	defer said.Close()
	command.Stdout, command.Stderr = said, said
	if err := command.Run(); err != nil {
		text, _ := os.ReadFile(said.Name())
		return fmt.Errorf("%s: %w: %s", name, err, text)
	}
	return nil
}

// clusterTool looks where the distributions keep the server's programs, which
// are often not in the path.
func clusterTool(name string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin/", "/usr/pgsql-*/bin/", "/opt/homebrew/opt/postgresql*/bin/"} {
		if found, _ := filepath.Glob(pattern + name); len(found) > 0 {
			return found[len(found)-1], nil
		}
	}
	return "", errors.New(name + " is not installed")
}

// clusterOwner is the user postgres when root runs the tests: the server
// refuses to run as root.
func clusterOwner() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	postgres, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(postgres.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(postgres.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}
