package say

// Lists of services.
var _ = english(Texts{
	"catalogue.ended_title": "The list ends before this page",
	"catalogue.ended_text":  "It got shorter since you opened the page before.",
	"catalogue.first_page":  "First page",
})
