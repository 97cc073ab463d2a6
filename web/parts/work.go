package parts

import "guildhall/portfolio"

// WorkPath is where a work of a portfolio is looked at.
func WorkPath(w portfolio.Work) string { return "/works/" + w.ID.String() }

// WorkThumb is the address of the small form of a work that is a picture;
// empty for videos.
func WorkThumb(w portfolio.Work) string {
	if !w.Picture {
		return ""
	}
	return "/files/" + w.File.String() + "/thumb"
}
