package say

// Spans of time, put together by Span.
var _ = english(Texts{
	"span.days.one":      "{{.count}} day",
	"span.days.other":    "{{.count}} days",
	"span.hours.one":     "{{.count}} h",
	"span.hours.other":   "{{.count}} h",
	"span.minutes.one":   "{{.count}} min",
	"span.minutes.other": "{{.count}} min",
	"span.seconds.one":   "{{.count}} s",
	"span.seconds.other": "{{.count}} s",
	"span.in":            "in {{.span}}",
	"span.ago":           "{{.span}} ago",
})
