package say

var _ = english(Texts{
	"fault.order_say_why": "Please say why, in a sentence or two. The other side reads it.",
})
