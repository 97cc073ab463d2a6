package catalogue

import "regexp"

var (
	videoForm    = regexp.MustCompile(`^[A-Za-z0-9_-]{11}$`)
	videoAddress = regexp.MustCompile(`(?:youtu\.be/|[?&]v=|/shorts/|/embed/)([A-Za-z0-9_-]{11})(?:$|[^A-Za-z0-9_-])`)
)

// VideoID takes the id out of a YouTube address; anything else stays as it was
// typed, for the check to refuse.
func VideoID(typed string) string {
	if found := videoAddress.FindStringSubmatch(typed); found != nil {
		return found[1]
	}
	return typed
}

// IsVideo reports whether the text is a YouTube video's id.
func IsVideo(text string) bool { return videoForm.MatchString(text) }

// VideosIn lists the ids of the YouTube videos that a text names.
func VideosIn(text string) []string {
	var ids []string
	for _, found := range videoAddress.FindAllStringSubmatch(text, -1) {
		ids = append(ids, found[1])
	}
	return ids
}
