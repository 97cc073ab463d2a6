package assets

import "io/fs"

// Text is an embedded file as it was written, for what is derived from it: the
// operator's theme from the tokens. It panics on a name that is not embedded.
func Text(name string) string {
	content, err := fs.ReadFile(files, name)
	if err != nil {
		panic("assets: no file " + name)
	}
	return string(content)
}
