package main

import (
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
)

// versionCommand prints the program's version.
type versionCommand struct{}

// Run prints it.
func (versionCommand) Run(s *session) error {
	s.say("guildhall %s", version())
	return nil
}

// version is the module's version, or the commit it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			return fmt.Sprintf("devel-%.12s", setting.Value)
		}
	}
	return "devel"
}

// newLog is the structured log at the level and in the form asked for.
func newLog(to io.Writer, f *serveFlags) *slog.Logger {
	levels := map[string]slog.Level{"debug": slog.LevelDebug, "warn": slog.LevelWarn, "error": slog.LevelError}
	options := &slog.HandlerOptions{Level: levels[f.LogLevel]} // info is the zero level
	if f.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(to, options))
	}
	return slog.New(slog.NewTextHandler(to, options))
}
