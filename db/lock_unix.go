//go:build unix

package db

import (
	"fmt"
	"io"
	"os"
	"syscall"

	"guildhall/fault"
)

// lockFile takes the data folder for this process. The kernel lets go of it
// when the process ends, however it ends.
func lockFile(path string) (io.Closer, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("db: data folder: %w", err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		return nil, fault.Conflict("data_in_use", "path", path)
	}
	return file, nil
}
