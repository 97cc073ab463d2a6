package db

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"reflect"
	"time"
)

// How Go values are stored, on both engines:
//
//	time.Time        BIGINT, microseconds UTC; zero <-> NULL
//	time.Duration    BIGINT, microseconds
//	id.Of            BYTEA, 16 bytes; zero <-> NULL (it is a driver.Valuer)
//	[n]byte, []byte  BYTEA; nil is stored empty, not NULL
//	bool, integers, floats, strings and types made of them: by their kind
//	nil              NULL
//
// Any other NULL that is read into a Go value is an error: columns are
// NOT NULL, and a sum over no rows needs its COALESCE.

func toStored(args []any) ([]any, error) {
	stored := make([]any, len(args))
	for i, arg := range args {
		one, err := storedForm(arg)
		if err != nil {
			return nil, fmt.Errorf("db: argument $%d: %w", i+1, err)
		}
		stored[i] = one
	}
	return stored, nil
}

func storedForm(arg any) (any, error) {
	switch v := arg.(type) {
	case nil, int64, string, bool, float64:
		return v, nil
	case int:
		return int64(v), nil
	case time.Time:
		return storedTime(v), nil
	case time.Duration:
		return v.Microseconds(), nil
	case []byte:
		if v == nil {
			v = []byte{}
		}
		return v, nil
	case driver.Valuer:
		return v.Value()
	}
	return storedKind(reflect.ValueOf(arg))
}

func storedTime(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

func storedKind(v reflect.Value) (any, error) {
	switch v.Kind() {
	case reflect.String:
		return v.String(), nil
	case reflect.Bool:
		return v.Bool(), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int(), nil
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return int64(v.Uint()), nil
	case reflect.Float32, reflect.Float64:
		return v.Float(), nil
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return bytesOf(v), nil
		}
	}
	return nil, fmt.Errorf("cannot store a %s", v.Type())
}

func bytesOf(v reflect.Value) []byte {
	copied := make([]byte, v.Len())
	reflect.Copy(reflect.ValueOf(copied), v)
	return copied
}

// values is a Row whose columns are already read: int64, float64, string,
// []byte, bool or nil.
type values []any

// Scan implements Row.
func (vs values) Scan(dest ...any) error {
	if len(dest) != len(vs) {
		return fmt.Errorf("db: %d columns were read into %d values", len(vs), len(dest))
	}
	for i, stored := range vs {
		if err := assign(dest[i], stored); err != nil {
			return fmt.Errorf("db: column %d: %w", i+1, err)
		}
	}
	return nil
}

func assign(dest, stored any) error {
	switch d := dest.(type) {
	case *time.Time:
		return assignTime(d, stored)
	case *time.Duration:
		micros, ok := stored.(int64)
		if !ok {
			return mismatch(dest, stored)
		}
		*d = time.Duration(micros) * time.Microsecond
		return nil
	case *any:
		*d = stored
		return nil
	case sql.Scanner:
		return d.Scan(stored)
	}
	v := reflect.ValueOf(dest)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return fmt.Errorf("cannot read into a %T", dest)
	}
	if !assignKind(v.Elem(), stored) {
		return mismatch(dest, stored)
	}
	return nil
}

func mismatch(dest, stored any) error {
	return fmt.Errorf("cannot read %T %v into a %T", stored, stored, dest)
}

func assignTime(d *time.Time, stored any) error {
	switch micros := stored.(type) {
	case nil:
		*d = time.Time{}
	case int64:
		*d = time.UnixMicro(micros).UTC()
	default:
		return mismatch(d, stored)
	}
	return nil
}

func assignKind(to reflect.Value, stored any) bool {
	switch from := stored.(type) {
	case int64:
		return assignInt(to, from)
	case string:
		if to.Kind() != reflect.String {
			return false
		}
		to.SetString(from)
		return true
	case bool:
		if to.Kind() != reflect.Bool {
			return false
		}
		to.SetBool(from)
		return true
	case float64:
		if !to.CanFloat() {
			return false
		}
		to.SetFloat(from)
		return true
	case []byte:
		return assignBytes(to, from)
	case nil:
		return assignNull(to)
	}
	return false
}

func assignInt(to reflect.Value, from int64) bool {
	switch {
	case to.CanInt() && !to.OverflowInt(from):
		to.SetInt(from)
	case to.CanUint() && from >= 0 && !to.OverflowUint(uint64(from)):
		to.SetUint(uint64(from))
	case to.Kind() == reflect.Bool && (from == 0 || from == 1):
		to.SetBool(from == 1)
	case to.CanFloat():
		to.SetFloat(float64(from))
	default:
		return false
	}
	return true
}

func assignBytes(to reflect.Value, from []byte) bool {
	switch {
	case to.Kind() == reflect.Slice && to.Type().Elem().Kind() == reflect.Uint8:
		to.SetBytes(from)
	case to.Kind() == reflect.Array && to.Type().Elem().Kind() == reflect.Uint8 && to.Len() == len(from):
		reflect.Copy(to, reflect.ValueOf(from))
	default:
		return false
	}
	return true
}

// assignNull allows NULL only where the zero value means "none": bytes.
func assignNull(to reflect.Value) bool {
	kind := to.Kind()
	if kind != reflect.Slice && kind != reflect.Array || to.Type().Elem().Kind() != reflect.Uint8 {
		return false
	}
	to.SetZero()
	return true
}
