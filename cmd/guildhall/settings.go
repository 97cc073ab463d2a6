package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"
)

// settingsFile is read from the working folder when no other is named.
const settingsFile = "guildhall.conf"

// setting is one value and where it was written: "guildhall.conf:3".
type setting struct{ value, where string }

// settings resolves flags that the command line leaves open: the environment
// first, then the file. It remembers where each came from.
type settings struct {
	file    string
	lines   map[string]setting
	sources map[string]string // flag -> where its value came from
}

// readSettings reads the file that the arguments or the environment name.
func readSettings(args []string) (*settings, error) {
	s := &settings{file: os.Getenv("GUILDHALL_CONFIG"), lines: map[string]setting{}, sources: map[string]string{}}
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--config="); ok {
			s.file = value
		} else if arg == "--config" && i+1 < len(args) {
			s.file = args[i+1]
		}
	}
	named := s.file != ""
	if !named {
		s.file = settingsFile
	}
	file, err := os.Open(s.file)
	if errors.Is(err, fs.ErrNotExist) && !named {
		s.file = ""
		return s, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return s, s.read(bufio.NewScanner(file))
}

func (s *settings) read(lines *bufio.Scanner) error {
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		where := fmt.Sprintf("%s:%d", filepath.Base(s.file), number)
		name, value, ok := strings.Cut(line, "=")
		if !ok {
			return fmt.Errorf("%s: %q is not of the form: name = value", where, line)
		}
		name = strings.TrimSpace(name)
		if earlier, twice := s.lines[name]; twice {
			return fmt.Errorf("%s: %s was set before, at %s", where, name, earlier.where)
		}
		s.lines[name] = setting{strings.TrimSpace(value), where}
	}
	return lines.Err()
}

// Validate refuses a line whose name no flag of any command has.
func (s *settings) Validate(app *kong.Application) error {
	known := map[string]bool{}
	err := kong.Visit(app, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok {
			known[flag.Name] = true
		}
		return next(nil)
	})
	if err != nil {
		return err
	}
	for name, line := range s.lines {
		if !known[name] || name == "config" || name == "help" {
			return fmt.Errorf("%s: there is no setting called %s; `guildhall config` lists them", line.where, name)
		}
	}
	return nil
}

// Resolve finds the flag's value outside the command line, and checks that it
// can be read, so that a mistake is told with its place.
func (s *settings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	found, ok := s.lookUp(flag.Name)
	if !ok {
		return nil, nil
	}
	if err := readable(flag, found.value); err != nil {
		return nil, fmt.Errorf("%s: %s: %w", found.where, flag.Name, err)
	}
	s.sources[flag.Name] = found.where
	return found.value, nil
}

func (s *settings) lookUp(name string) (setting, bool) {
	variable := "GUILDHALL_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
	if value := os.Getenv(variable); value != "" {
		return setting{value, "$" + variable}, true
	}
	line, ok := s.lines[name]
	return line, ok
}

func readable(flag *kong.Flag, value string) error {
	if flag.Enum != "" && !flag.EnumMap()[value] {
		return fmt.Errorf("%q is none of: %s", value, strings.ReplaceAll(flag.Enum, ",", ", "))
	}
	switch flag.Target.Kind() {
	case reflect.Bool:
		if _, err := strconv.ParseBool(value); err != nil {
			return fmt.Errorf("%q is neither true nor false", value)
		}
	case reflect.Int, reflect.Int64, reflect.Float64:
		if _, err := strconv.ParseFloat(value, 64); err != nil {
			return fmt.Errorf("%q is not a number", value)
		}
	}
	return nil
}

// typed notes the flags that the command line itself gave.
func (s *settings) typed(command *kong.Context) {
	for _, step := range command.Path {
		if step.Flag != nil && !step.Resolved {
			s.sources[step.Flag.Name] = "--" + step.Flag.Name
		}
	}
}

// source tells where the flag's value came from.
func (s *settings) source(flag *kong.Flag) string {
	if where, ok := s.sources[flag.Name]; ok {
		return where
	}
	return "default"
}
