package say

var _ = english(Texts{
	"fault.feedback_shut":      "Feedback on this order is not open: it either never was, or its days are over.",
	"fault.feedback_not_yours": "On this marketplace the buyer leaves the feedback. You can answer it in public.",
	"fault.feedback_given":     "You have left your feedback. It can be changed once, after the other side has answered it.",
	"fault.feedback_empty":     "Please write a sentence; others decide by it.",
	"fault.feedback_long":      "That is too long. Please keep it under {{.most}} characters.",
	"fault.feedback_stars":     "Please choose one to five stars.",
	"fault.response_given":     "You have answered this feedback. You can answer once more if it is changed.",
	"fault.response_judged":    "This answer has been looked at already.",
})
