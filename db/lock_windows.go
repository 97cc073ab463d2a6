package db

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/windows"

	"guildhall/fault"
)

// lockFile takes the data folder for this process. Windows lets go of it when
// the process ends, however it ends.
func lockFile(path string) (io.Closer, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("db: data folder: %w", err)
	}
	const exclusiveAtOnce = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	err = windows.LockFileEx(windows.Handle(file.Fd()), exclusiveAtOnce, 0, 1, 0, new(windows.Overlapped))
	if err != nil {
		file.Close()
		return nil, fault.Conflict("data_in_use", "path", path)
	}
	return file, nil
}
